package io.meridian.platform.endure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Message;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.platform.Meridian;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.JavaCommand;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.sdk.PluginMain;
import io.meridian.sdk.annotation.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A server, a sidecar and a plugin, each a process; and in this process the load, and the eye on what the plugin publishes.
 * For one thread.
 */
final class KillRig implements AutoCloseable {
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final long TURN_NS = 500_000;
    private static final int LENGTH = 100;
    private static final int OFFERS_A_TURN = 4;
    private static final int MOST_AHEAD = 3_000;
    private static final String INSTANCE = "ledger";

    private record Said(long hash, int source, long sequence) {}

    private final Path home;
    private final Path folder;
    private final LocalServer server;
    private final Map<String, String> environment;
    private final Bus bus;
    private final Publisher load;
    private final Subscription out;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[LENGTH]);
    private final Map<Long, Said> said = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private Process sidecar;
    private Process plugin;
    private long offered;
    private long twin;
    private long highest;
    private long repeats;
    private long offeredAtLastStart;

    /** Starts the server of an engine. */
    KillRig(Path home, String engine) throws IOException {
        this.home = home;
        folder = home.resolve("sidecar");
        server = LocalServers.of(engine, "endure", home.resolve("data"), home.resolve("server.log"));
        server.start();
        environment = new TreeMap<>(server.environment());
        environment.put("BUS_BACKEND", engine);
        environment.put("BUS_DEPLOYMENT", "endure");
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("grants"),
                List.of(
                        "allow g-1 subscribe " + Ledger.IN + " for instance " + INSTANCE,
                        "allow g-2 publish " + Ledger.OUT + " for instance " + INSTANCE));
        bus = Bus.open(
                new BusContext().settings(BusEnvironment.settings(environment)).unrestricted());
        bus.awaitConnected(PATIENCE_NS);
        load = bus.publisher(PublisherSpec.durable(Ledger.IN));
        out = bus.subscribe(SubscriptionSpec.durable(Ledger.OUT), this::onSaid);
    }

    /** Starts both processes, and waits until the plugin is there. */
    void start() throws IOException {
        startSidecar();
        startPlugin();
        until("the plugin is there", () -> {
            out.poll(100);
            return said.containsKey(0L);
        });
    }

    private Verdict onSaid(Message message) {
        long count = message.buffer().getLong(message.offset(), java.nio.ByteOrder.BIG_ENDIAN);
        long hash = message.buffer().getLong(message.offset() + 8, java.nio.ByteOrder.BIG_ENDIAN);
        boolean causeRepeated = message.buffer().getByte(message.offset() + 16) == 1;
        Said now = new Said(hash, message.source(), message.sequence());
        Said before = said.putIfAbsent(count, now);
        highest = Math.max(highest, count);
        if (before != null && count > 0) {
            repeats++;
            if (before.hash != hash) {
                wrong.add("count=" + count + " has hash=" + hash + ", before it was " + before.hash);
            }
            boolean sentTwiceByTheBus = before.source == now.source && before.sequence == now.sequence;
            if (!message.isDuplicatePossible() || !causeRepeated && !sentTwiceByTheBus) {
                wrong.add("count=" + count + " came twice, flagged=" + message.isDuplicatePossible()
                        + ", what it follows from flagged=" + causeRepeated);
            }
        }
        return Verdict.ACCEPT;
    }

    /** Sends a little and takes what is there. */
    void turn() {
        for (int i = 0; i < OFFERS_A_TURN && offered - highest < MOST_AHEAD; i++) {
            payload.putLong(0, offered + 1);
            if (load.offer(payload, 0, LENGTH) < 0) {
                break;
            }
            offered++;
            twin = Ledger.next(twin, offered);
        }
        out.poll(200);
    }

    /** Goes on sending until something is so. */
    void underLoadUntil(String what, BooleanSupplier condition) {
        until(what, () -> {
            turn();
            return condition.getAsBoolean();
        });
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain until " + what + ": " + this);
            }
            LockSupport.parkNanos(TURN_NS);
        }
    }

    long highest() {
        return highest;
    }

    long repeats() {
        return repeats;
    }

    long offeredAtLastStart() {
        return offeredAtLastStart;
    }

    Path snapshot() {
        return folder.resolve("state/snapshot");
    }

    boolean isSnapshotBeingWritten() {
        return Files.exists(folder.resolve("state/snapshot.new"));
    }

    /** Nothing that was acknowledged is lost, and the plugin's state is that of a twin which nobody disturbed. */
    void verify() {
        until("all that was sent is stored", () -> {
            out.poll(100);
            return load.confirmed() == offered;
        });
        until("the plugin has counted all", () -> {
            out.poll(100);
            return highest >= offered && said.size() > offered;
        });
        assertEquals(List.of(), wrong);
        assertEquals(offered, highest);
        assertEquals(twin, said.get(offered).hash);
    }

    // Processes.

    void startSidecar() throws IOException {
        sidecar = start(
                "sidecar",
                Meridian.class.getName(),
                "sidecar",
                "--dir",
                folder.toString(),
                "--plugin",
                INSTANCE,
                "--pool",
                Pool.BOR,
                "--set",
                "sidecar.grpc.port=0",
                "--parent",
                String.valueOf(ProcessHandle.current().pid()));
    }

    /** One that dies by itself with the first snapshot it stores. */
    void startDyingSidecar() throws IOException {
        sidecar = start("dying", DyingSidecar.class.getName(), folder.toString(), INSTANCE, Pool.BOR);
    }

    void startPlugin() throws IOException {
        plugin = start("plugin", PluginMain.class.getName(), Ledger.class.getName());
    }

    Process sidecar() {
        return sidecar;
    }

    /** SIGKILL: nothing in the process hears of it. */
    void killSidecar() {
        sidecar.destroyForcibly().onExit().join();
    }

    void killPlugin() {
        plugin.destroyForcibly().onExit().join();
    }

    private Process start(String name, String mainClass, String... arguments) throws IOException {
        offeredAtLastStart = offered;
        List<String> command = new ArrayList<>(JavaCommand.of(mainClass, arguments));
        command.addAll(
                command.indexOf("-cp"), List.of("-Xmx96m", "-Xms16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("MERIDIAN_SIDECAR", folder.toString());
        return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(name + ".log").toFile()))
                .start();
    }

    @Override
    public String toString() {
        return "offered=" + offered + " confirmed=" + load.confirmed() + " said=" + said.size() + " highest=" + highest
                + " repeats=" + repeats + " wrong=" + wrong + " sidecar=" + sidecar.isAlive() + " plugin="
                + plugin.isAlive() + "\n" + tail("sidecar") + tail("dying") + tail("plugin");
    }

    private String tail(String name) {
        try {
            Path log = home.resolve(name + ".log");
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return name + ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 40), lines.size()))
                    + "\n";
        } catch (IOException e) {
            return name + ": " + e + "\n";
        }
    }

    @Override
    public void close() {
        if (plugin != null) {
            killPlugin();
        }
        if (sidecar != null) {
            killSidecar();
        }
        bus.close();
        server.close();
    }
}
