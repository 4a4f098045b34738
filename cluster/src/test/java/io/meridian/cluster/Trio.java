package io.meridian.cluster;

import io.meridian.bus.setting.HostPort;
import io.meridian.bus.setting.Settings;
import io.meridian.cluster.decision.Leader;
import io.meridian.devservers.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.Util;

/** Three nodes in one process, on ports of the loopback, that talk over real sockets. */
final class Trio implements AutoCloseable {
    static final List<String> NAMES = List.of("a", "b", "c");

    private static final List<String> HOSTS = List.of("127.0.7.1", "127.0.7.2", "127.0.7.3");

    private final Path folder;
    private final Map<String, String> seeds = new LinkedHashMap<>();
    private final Map<String, String> more;
    private final Map<String, ClusterNode> nodes = new ConcurrentHashMap<>();

    Trio(Path folder, Map<String, String> more) {
        this.folder = folder;
        this.more = more;
        for (String name : NAMES) {
            seeds.put(name, freeAddress());
        }
    }

    static String freeAddress() {
        return "127.0.0.1:" + FreePorts.next();
    }

    /** Of nodes that are to be started elsewhere. */
    static String freeSeeds() {
        return NAMES.stream().map(name -> name + "@" + freeAddress()).collect(Collectors.joining(","));
    }

    /** Each on an address of the loopback of its own, where the kernel can be told to cut it off. */
    static Trio apart(Path folder) throws IOException {
        Trio trio = new Trio(folder, Map.of());
        for (int i = 0; i < NAMES.size(); i++) {
            trio.seeds.put(NAMES.get(i), HOSTS.get(i) + ":" + FreePorts.next());
        }
        return trio.start();
    }

    static Trio started(Path folder) throws IOException {
        return started(folder, Map.of());
    }

    static Trio started(Path folder, Map<String, String> more) throws IOException {
        return new Trio(folder, more).start();
    }

    private Trio start() throws IOException {
        for (String name : NAMES) {
            start(name);
        }
        return this;
    }

    ClusterNode start(String name) throws IOException {
        return start(name, Map.of());
    }

    ClusterNode start(String name, Map<String, String> own) throws IOException {
        ClusterNode node =
                ClusterNode.open(settings(name, own), NAMES.contains(name), InstantSource.system(), line -> {});
        nodes.put(name, node);
        return node;
    }

    ClusterSettings settings(String name, Map<String, String> own) {
        Map<String, String> values = new HashMap<>(more);
        values.put("cluster.node", name);
        values.put("cluster.seeds", seedsText());
        values.putAll(own);
        return ClusterSettings.of(Settings.of(List.of(ClusterSettings.SCHEMA), values), folder.resolve(name));
    }

    String seedsText() {
        return seeds.entrySet().stream()
                .map(seed -> seed.getKey() + "@" + seed.getValue())
                .collect(Collectors.joining(","));
    }

    HostPort address(String name) {
        return HostPort.parse(seeds.get(name));
    }

    ClusterNode node(String name) {
        return nodes.get(name);
    }

    List<ClusterNode> nodes() {
        return List.copyOf(nodes.values());
    }

    void stop(String name) {
        nodes.remove(name).close();
    }

    /** Ends it as a kill of its process does: nobody is told, and its threads are gone. */
    void kill(String name) throws Exception {
        ClusterNode node = nodes.remove(name);
        Util.shutdown(node.channel());
        node.close();
    }

    /** Nothing comes in or goes out any more, and no connection breaks. */
    void cutOff(String name) throws Exception {
        stack(name).insertProtocol(new DISCARD().discardAll(true), ProtocolStack.Position.ABOVE, TP.class);
    }

    void heal(String name) {
        stack(name).removeProtocol(DISCARD.class);
    }

    private ProtocolStack stack(String name) {
        return node(name).channel().getProtocolStack();
    }

    /** The one that leads, once all that are there say so. */
    ClusterNode leader() {
        await(40, "no leader that all agree on", () -> agreed() != null);
        return agreed();
    }

    private ClusterNode agreed() {
        List<Leader> leaders = nodes.values().stream()
                .map(node -> node.leadership().leader())
                .distinct()
                .toList();
        ClusterNode leader = leaders.size() == 1 ? nodes.get(leaders.getFirst().node()) : null;
        return leader != null
                        && leader.leadership().term() == leaders.getFirst().term()
                ? leader
                : null;
    }

    static void await(int seconds, String otherwise, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(otherwise + " within " + seconds + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(ClusterNode::close);
    }
}
