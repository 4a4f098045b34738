package io.meridian.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cuts an address of the loopback off, by rules of the kernel for its packets, until it is closed. */
final class KernelCut implements AutoCloseable {
    private static final String TOOL = "/usr/sbin/iptables";

    /** How it is cut. */
    enum Kind {
        /** What is sent to it gets lost, and nothing else. */
        HEARS_NOTHING,
        /** What it sends gets lost, and nothing else. */
        SAYS_NOTHING,
        SILENCE,
        /** Whoever speaks is told that the connection is gone. */
        RESET
    }

    private final List<List<String>> rules = new ArrayList<>();

    private KernelCut() {}

    /** Whether this machine lets us. */
    static boolean isPossible() {
        try {
            return run(List.of(TOOL, "-w", "-n", "-L", "INPUT")) == 0;
        } catch (IOException none) {
            return false;
        }
    }

    static KernelCut of(String address, Kind kind) throws IOException {
        KernelCut cut = new KernelCut();
        List<String> fate = kind == Kind.RESET
                ? List.of("-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset")
                : List.of("-j", "DROP");
        if (kind != Kind.SAYS_NOTHING) {
            cut.add("-d", address, fate);
        }
        if (kind != Kind.HEARS_NOTHING) {
            cut.add("-s", address, fate);
        }
        return cut;
    }

    private void add(String end, String address, List<String> fate) throws IOException {
        List<String> rule = new ArrayList<>(List.of("INPUT", "-i", "lo", end, address));
        rule.addAll(fate);
        if (change("-A", rule) != 0) {
            throw new IOException("the kernel takes no rule " + rule);
        }
        rules.add(rule);
    }

    private static int change(String how, List<String> rule) throws IOException {
        List<String> command = new ArrayList<>(List.of(TOOL, "-w", how));
        command.addAll(rule);
        return run(command);
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("iptables does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Packets go through again. */
    @Override
    public void close() throws IOException {
        for (List<String> rule : rules) {
            change("-D", rule);
        }
        rules.clear();
    }
}
