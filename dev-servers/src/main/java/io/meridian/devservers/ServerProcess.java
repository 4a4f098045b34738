package io.meridian.devservers;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One child process. Its output goes to a file, whose end is quoted when something goes wrong. It never outlives this
 * JVM, save when the JVM itself is killed without notice.
 */
public final class ServerProcess implements AutoCloseable {
    private static final String OWN_GROUP =
            "setpgrp(0, 0); $SIG{TTOU} = q(IGNORE); exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    private static final Duration POLITE = Duration.ofSeconds(10);
    private static final int TAIL_BYTES = 4096;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ServerProcess::killAll, "dev-servers-shutdown"));
    }

    private final String name;
    private final Process process;
    private final Path log;
    private String ending = "TERM";

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code command}, with its output appended to {@code log}. */
    public static ServerProcess start(String name, List<String> command, Path log) {
        return start(name, command, Map.of(), log);
    }

    /**
     * Starts {@code command}, with its output appended to {@code log}.
     *
     * @param environment added to this JVM's own
     */
    public static ServerProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(inOwnGroup(command));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process process = builder.start();
            RUNNING.add(process);
            process.onExit().thenAccept(RUNNING::remove);
            return new ServerProcess(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start: " + e.getMessage(), e);
        }
    }

    /**
     * The command, to be run in a process group of its own where the system allows: Ctrl-C then reaches this process
     * alone, which ends its children in the right order. The process number stays that of the command itself. A whole
     * session of its own would do too, but Linux shares processors out by session, and on a busy machine some kernels
     * let a session of two sleepy threads starve for many seconds.
     */
    public static List<String> inOwnGroup(List<String> command) {
        Path perl = find("perl");
        if (perl == null) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(perl.toString(), "-e", OWN_GROUP));
        whole.addAll(command);
        return whole;
    }

    /** The program of this name on the {@code PATH} or in the folders where system programs are, or null. */
    public static Path find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/local/sbin"
                + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/bin";
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * Waits until {@code ready} says so.
     *
     * @throws IllegalStateException with the end of its output, when the process ends first or the time is over; in the
     *     latter case it is killed
     */
    public void awaitReady(BooleanSupplier ready, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!ready.getAsBoolean()) {
            if (exitedWithin(20)) {
                throw new IllegalStateException(
                        name + " ended with exit=" + process.exitValue() + " before it was ready. " + quoteTail());
            }
            if (System.nanoTime() - deadline > 0) {
                kill();
                throw new IllegalStateException(
                        name + " was not ready within " + timeout.toMillis() + " ms. " + quoteTail());
            }
        }
    }

    /**
     * Waits until it has ended by itself and well.
     *
     * @throws IllegalStateException with the end of its output, when it ends otherwise or the time is over; then it is killed
     */
    void awaitEnd(Duration timeout) {
        if (!exitedWithin(timeout.toMillis())) {
            kill();
            throw new IllegalStateException(name + " took longer than " + timeout.toMillis() + " ms. " + quoteTail());
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(name + " ended with exit=" + process.exitValue() + ". " + quoteTail());
        }
    }

    /** Whether something listens on this port of the loopback. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The operating system's number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Is asked to end by this signal instead of {@code TERM}. */
    ServerProcess endedBy(String signal) {
        ending = signal;
        return this;
    }

    /** Asks it to end and waits; after ten seconds it is killed. Idempotent. */
    public void stop() {
        if (ending.equals("TERM")) {
            process.destroy();
        } else if (process.isAlive()) {
            signal(ending, List.of(pid()));
        }
        if (!exitedWithin(POLITE.toMillis())) {
            kill();
        }
    }

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. Idempotent. */
    public void kill() {
        process.destroyForcibly();
        if (!exitedWithin(POLITE.toMillis())) {
            throw new IllegalStateException(name + " pid=" + pid() + " does not die, even when killed");
        }
    }

    /** Stops it and its children from running without ending them: their sockets stay open and nobody answers. */
    public void pause() {
        signal("STOP", withChildren());
    }

    /** Lets them run again after {@link #pause()}. */
    public void resume() {
        signal("CONT", withChildren());
    }

    private List<Long> withChildren() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The last few kilobytes of its output. */
    public String tail() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    /** The file that has its output. */
    public Path log() {
        return log;
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private String quoteTail() {
        return "The end of its output (" + log + "):\n" + tail();
    }

    private boolean exitedWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IllegalStateException("interrupted while waiting for " + name + ", which was killed", e);
        }
    }

    private void signal(String signal, List<Long> whom) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        whom.forEach(number -> command.add(number.toString()));
        try {
            int exit = new ProcessBuilder(command).start().waitFor();
            // One of several may have ended meanwhile.
            if (exit != 0 && whom.size() == 1 && process.isAlive()) {
                throw new IllegalStateException(
                        "kill -" + signal + " of " + name + " pid=" + pid() + " gave exit=" + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + signal + " to " + name, e);
        }
    }

    private static void killAll() {
        for (Process process : RUNNING) {
            process.destroyForcibly();
        }
    }
}
