package io.meridian.platform.escape;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Tries each way out and says on standard error what came of it: {@code HELD name: why not}, or {@code OUT name: what it got}. What would end it comes
 * last.
 */
@MeridianPlugin(
        id = "escape",
        version = "1.0.0",
        pool = Pool.STRATEGY,
        publishes = EscapingPlugin.ALLOWED,
        resources = @Resources(memoryMib = 256, cpus = 1))
public final class EscapingPlugin extends Plugin {
    /** On the class path: where it is worth trying. */
    public static final String HINTS = "hints.properties";

    /** It may publish here. */
    public static final String ALLOWED = "platform.portfolio.target.escape";
    /** It may not publish here. */
    public static final String NOT_GRANTED = "platform.oms.command.escape";
    /** What the sidecar of another one tells of itself. */
    public static final String OF_ANOTHER = "platform.telemetry.victim";

    private static final int MANY = 2000;
    private static final int FLOOD_BYTES = 64 << 20;
    private static final long MIB = 1L << 20;
    private static final long LONG_AGO_NS = 1_000_000_000L;

    private final Properties hints = new Properties();

    /** One way out. Gives what it got, or throws when it got nothing. */
    private interface Escape {
        String attempt() throws Exception;
    }

    @Override
    public void onStart() {
        try (InputStream in = EscapingPlugin.class.getResourceAsStream("/" + HINTS)) {
            hints.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path victim = Path.of(hints.getProperty("victim"));
        attempt(
                "other-socket",
                () -> first(
                        List.of(
                                victim.resolve("sidecar/control.sock"),
                                Path.of("/meridian/sidecar/control.sock"),
                                Path.of("/meridian/attach/control.sock")),
                        EscapingPlugin::connect));
        attempt(
                "other-files",
                () -> first(
                        List.of(victim, victim.resolve("sidecar/grants"), victim.getParent(), victim.resolve("attach")),
                        path -> "found " + Files.getLastModifiedTime(path)));
        attempt("network", this::network);
        attempt(
                "root",
                () -> first(
                        List.of(
                                Path.of("/escaped"),
                                Path.of("/app/escaped"),
                                Path.of("/java/escaped"),
                                Path.of("/meridian/escaped"),
                                Path.of("/meridian/attach/escaped"),
                                Path.of("/proc/sys/kernel/core_pattern")),
                        path -> Files.writeString(path, "x").toString()));
        attempt("secrets", this::secrets);
        attempt(
                "docker",
                () -> first(
                        List.of(
                                Path.of(hints.getProperty("docker")),
                                Path.of("/var/run/docker.sock"),
                                Path.of("/run/docker.sock"),
                                Path.of("/run/containerd/containerd.sock")),
                        EscapingPlugin::connect));
        tryToPublish();
        after("bombs", Duration.ofSeconds(2));
    }

    private static void attempt(String name, Escape escape) {
        try {
            System.err.println("OUT " + name + ": " + escape.attempt());
        } catch (Exception | OutOfMemoryError held) {
            System.err.println("HELD " + name + ": " + held);
        }
    }

    private interface Use {
        String of(Path path) throws Exception;
    }

    /** The first that is of use; throws with why none is. */
    private static String first(List<Path> paths, Use use) throws Exception {
        List<String> failures = new ArrayList<>();
        for (Path path : paths) {
            try {
                return path + " " + use.of(path);
            } catch (Exception failed) {
                failures.add(failed.toString());
            }
        }
        throw new IOException(String.join(", ", failures));
    }

    private static String connect(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return "connected " + channel.getRemoteAddress();
        }
    }

    private String network() throws Exception {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (!each.isLoopback()) {
                return "there is " + each;
            }
        }
        List<String> failures = new ArrayList<>();
        for (String address : hints.getProperty("addresses").split(",")) {
            String[] parts = address.split(":");
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), 2000);
                return "connected to " + address;
            } catch (IOException failed) {
                failures.add(address + " " + failed.getMessage());
            }
        }
        throw new IOException(String.join(", ", failures));
    }

    /** Whatever looks like one, in the environment and in each file that it can read. */
    private String secrets() throws Exception {
        String environment = System.getenv().toString() + Files.readString(Path.of("/proc/1/environ"));
        if (environment.contains("NATS") || environment.contains("BUS_") || environment.contains("PASSWORD")) {
            return environment;
        }
        for (Path folder : List.of(Path.of("/meridian"), Path.of("/run"), Path.of("/tmp"), Path.of("/app"))) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    if (name.equals("settings") || name.equals("secret.key") || name.equals("grants")) {
                        return file.toString();
                    }
                }
            }
        }
        throw new IOException("nothing in the environment, and no file");
    }

    private void tryToPublish() {
        // What is refused is told later, by onRefused.
        publish(NOT_GRANTED, 1, new byte[] {1});
        publish(OF_ANOTHER, 1, new byte[] {1});
        Publisher allowed = publisher(ALLOWED);
        allowed.claim(1, 1, 8);
        allowed.buffer().putLong(allowed.offset(), 7);
        allowed.eventTime(LONG_AGO_NS);
        allowed.commit();
    }

    @Override
    public void onRefused(Refused refused) {
        String name = refused.topic().equals(NOT_GRANTED) ? "ungranted-topic" : "forged-identity";
        System.err.println("HELD " + name + ": " + refused.code() + " " + refused.text());
    }

    @Override
    public void onTimer(Timer timer) {
        switch (timer.name()) {
            case "bombs" -> {
                attempt("fork-bomb", EscapingPlugin::forkBomb);
                after("flood", Duration.ofSeconds(2));
            }
            case "flood" -> {
                logFlood();
                after("memory", Duration.ofSeconds(2));
            }
            default -> memoryBomb();
        }
    }

    private static String forkBomb() {
        CountDownLatch end = new CountDownLatch(1);
        int started = 0;
        try {
            for (; started < MANY; started++) {
                Thread.ofPlatform().daemon().stackSize(64 << 10).start(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            return started + " threads";
        } catch (OutOfMemoryError refused) {
            throw new IllegalStateException("after " + started + " threads: " + refused.getMessage());
        } finally {
            end.countDown();
        }
    }

    private static void logFlood() {
        String line = "flood ".repeat(1000);
        for (int written = 0; written < FLOOD_BYTES; written += line.length()) {
            System.err.println(line);
        }
    }

    /** Memory that no setting of the JVM bounds. */
    private static void memoryBomb() {
        attempt("memory-bomb", () -> {
            Arena arena = Arena.ofShared();
            for (int i = 0; i < 64; i++) {
                arena.allocate(64 * MIB).fill((byte) 1);
            }
            return "4 GiB";
        });
    }
}
