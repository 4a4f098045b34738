package io.meridian.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A sidecar as a process, as {@code ./meridian} starts it: how long until it takes a plugin, and how much memory it has once one
 * has sent it some messages.
 */
final class FootprintBench {
    private static final String TOPIC = "platform.data.quote.XNAS.PING";
    private static final int MESSAGES = 10_000;
    private static final double MIB = 1024;

    private final SidecarRig rig;
    private final Pairs pairs;
    private final boolean grpc;
    private Path folder;

    /** @param grpc whether the plugin attaches by gRPC; otherwise over shared memory, and the sidecar has no gRPC at all */
    FootprintBench(SidecarRig rig, Pairs pairs, boolean grpc) {
        this.rig = rig;
        this.pairs = pairs;
        this.grpc = grpc;
    }

    void measure(Consumer<Figure> report) throws Exception {
        // Has the media driver.
        rig.bus();
        String suffix = grpc ? ".grpc" : "";
        List<String> command = command();
        report.accept(pairs.alone("sidecar.start" + suffix, "ms", () -> startMs(command)));
        report.accept(pairs.alone("sidecar.rss" + suffix, "MiB", () -> residentMib(command, "VmRSS:")));
        report.accept(pairs.alone("sidecar.rss.own" + suffix, "MiB", () -> residentMib(command, "RssAnon:")));
    }

    /** The command that {@code ./meridian sidecar} ends up as: built, with its archive of classes, without the script. */
    private List<String> command() throws Exception {
        Process trial = start(List.of("./meridian", "sidecar"));
        try (BufferedReader out = trial.inputReader()) {
            requireReady(out.readLine());
            String line = Files.readString(Path.of("/proc/" + trial.pid() + "/cmdline"));
            List<String> whole = List.of(line.split("\0"));
            return whole.subList(0, whole.indexOf("sidecar") + 1);
        } finally {
            end(trial);
        }
    }

    private Process start(List<String> command) throws IOException {
        folder = rig.folder("trial");
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--dir", folder.toString(), "--plugin", "trial", "--pool", "DGM"));
        List<String> settings = new ArrayList<>(rig.busSettings());
        settings.add(grpc ? "sidecar.grpc.port=0" : "sidecar.grpc=false");
        settings.forEach(setting -> whole.addAll(List.of("--set", setting)));
        return new ProcessBuilder(whole)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private double startMs(List<String> command) throws Exception {
        long beganNs = System.nanoTime();
        Process process = start(command);
        try (BufferedReader out = process.inputReader()) {
            requireReady(out.readLine());
            return (System.nanoTime() - beganNs) / 1e6;
        } finally {
            end(process);
        }
    }

    private double residentMib(List<String> command, String line) throws Exception {
        Process process = start(command);
        try (BufferedReader out = process.inputReader()) {
            requireReady(out.readLine());
            use();
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(status -> status.startsWith(line))
                    .mapToDouble(status -> Long.parseLong(status.replaceAll("\\D", "")) / MIB)
                    .findFirst()
                    .orElseThrow();
        } finally {
            end(process);
        }
    }

    /** Sends it messages, so that what only a busy one needs is there. */
    private void use() throws Exception {
        UnsafeBuffer payload = new UnsafeBuffer(new byte[100]);
        if (grpc) {
            try (GrpcPlugin plugin = new GrpcPlugin(folder)) {
                plugin.openPublishing(TOPIC);
                for (int i = 0; i < MESSAGES; i++) {
                    plugin.publish(payload.byteArray());
                }
            }
        } else {
            try (RingPlugin plugin = new RingPlugin(folder)) {
                int handle = plugin.resolve(TOPIC);
                for (int i = 0; i < MESSAGES; ) {
                    if (plugin.offer(handle, payload, payload.capacity())) {
                        i++;
                    } else {
                        Thread.onSpinWait();
                    }
                }
            }
        }
    }

    private static void requireReady(String line) {
        if (line == null || !line.startsWith("ready")) {
            throw new IllegalStateException("the sidecar did not start; try ./meridian sidecar. It said: " + line);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
