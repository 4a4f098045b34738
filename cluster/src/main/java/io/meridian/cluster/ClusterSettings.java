package io.meridian.cluster;

import io.meridian.bus.setting.HostPort;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.cluster.member.Detection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What may be set for a node: the declarations, and the values of one node.
 *
 * @param node what this node is called
 * @param listen where it listens for other nodes, and nowhere else
 * @param seeds the nodes that decide
 * @param folder where it keeps what was decided
 * @param repair how often nodes compare what they share
 * @param tls the folder with its certificate, or null: nothing is encrypted, which is for one machine alone
 * @param token what all nodes know, or empty
 */
public record ClusterSettings(
        String node,
        HostPort listen,
        List<Seed> seeds,
        Path folder,
        Detection detection,
        Duration repair,
        Path tls,
        String token) {
    public static final Setting<List<Seed>> SEEDS = Setting.list(
                    "cluster.seeds",
                    Seed.TYPE,
                    "The nodes that decide, three or five, each as name@host:port, the same on all nodes. A decision"
                            + " needs more than half of them.")
            .optional("there is no cluster: one node, and no thread or port for others")
            .check(
                    seeds -> seeds.size() >= 2
                            && seeds.stream().map(Seed::name).distinct().count() == seeds.size()
                            && seeds.stream().map(Seed::address).distinct().count() == seeds.size(),
                    "must name at least two nodes, each once");
    public static final Setting<String> NODE = Setting.text("cluster.node", "What this node is called.")
            .optional("there is no cluster")
            .check(Seed::isName, "must be 1 to 32 small letters, digits and '-'");
    public static final Setting<HostPort> LISTEN = Setting.hostPort(
                    "cluster.listen", "Where this node listens for the others, and nowhere else: host:port.")
            .optional("what cluster.seeds says of this node");
    public static final Setting<Detection.Profile> DETECTION = Setting.choice(
                    "cluster.detection",
                    Detection.Profile.class,
                    "How patient nodes are with each other, by how many there are: SMALL for up to about five, MEDIUM"
                            + " for about 20, LARGE for about 100.")
            .defaultsTo(Detection.Profile.SMALL);
    public static final Setting<Duration> HEARTBEAT = Setting.duration(
                    "cluster.heartbeat", "How often a node that has nothing to say says that it is there.")
            .optional("what cluster.detection says: 500 ms, 1 s or 2 s")
            .between(Duration.ofMillis(50), Duration.ofMinutes(1));
    public static final Setting<Double> PHI = Setting.decimal(
                    "cluster.phi",
                    "How unlikely its silence must be for a node to be suspected: 8 means once in 10^8 pauses of its"
                            + " usual kind.")
            .defaultsTo(8.0)
            .between(1.0, 100.0);
    public static final Setting<Duration> SUSPICION = Setting.duration(
                    "cluster.suspicion", "After how much silence a node is suspected, however usual its pauses are.")
            .optional("what cluster.detection says: 2.5 s, 5 s or 10 s")
            .between(Duration.ofMillis(100), Duration.ofMinutes(10));
    public static final Setting<Duration> CONFIRMATION = Setting.duration(
                    "cluster.confirmation", "After how much silence a node is taken for dead, and others take over.")
            .optional("what cluster.detection says: 5 s, 10 s or 20 s")
            .between(Duration.ofMillis(200), Duration.ofMinutes(10));
    public static final Setting<Duration> REPAIR = Setting.duration(
                    "cluster.repair",
                    "How often nodes compare the maps that they share, and mend what differs. Who was away has all"
                            + " after this time at the latest.")
            .defaultsTo(Duration.ofSeconds(5))
            .between(Duration.ofMillis(100), Duration.ofMinutes(10));
    public static final Setting<Path> TLS = Setting.path(
                    "cluster.tls",
                    "A folder with this node's key and certificate, made by meridian cluster init-tls. Both ends of"
                            + " each connection show theirs. Needed as soon as a seed is on another machine.")
            .optional("nothing is encrypted, and all seeds must be on the loopback");
    public static final Setting<String> TOKEN = Setting.text(
                    "cluster.token", "What a node must know to join; the same on all nodes.")
            .secret()
            .optional("whoever has a certificate may join")
            .check(token -> token.length() >= 16, "must have at least 16 characters");

    public static final Setting<Path> DIR = Setting.path(
                    "cluster.dir", "Where this node keeps what was decided. Each node has its own, on its own disk.")
            .optional("for a manager: cluster/ and the node's name in manager.dir");
    public static final Setting<Integer> HTTP_PORT = Setting.integer(
                    "cluster.http.port",
                    "Where the node shows how the cluster is, on the loopback; 0 for any port that is free.")
            .defaultsTo(0)
            .between(0, 65_535);

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Cluster",
            SEEDS,
            NODE,
            LISTEN,
            DETECTION,
            HEARTBEAT,
            PHI,
            SUSPICION,
            CONFIRMATION,
            REPAIR,
            TLS,
            TOKEN,
            DIR,
            HTTP_PORT);

    /** Whether there is a cluster at all. */
    public static boolean isWanted(Settings settings) {
        return settings.find(SEEDS).isPresent();
    }

    /**
     * Reads them.
     *
     * @param folder where the node keeps what was decided, unless cluster.dir says otherwise
     * @throws IllegalArgumentException when they contradict each other, with what to do
     */
    public static ClusterSettings of(Settings settings, Path folder) {
        List<Seed> seeds = settings.find(SEEDS)
                .orElseThrow(() -> new IllegalArgumentException("cluster.seeds is not set, so there is no cluster"));
        String node = settings.find(NODE)
                .orElseThrow(() -> new IllegalArgumentException(
                        "cluster.node is not set. Say which node this is, such as CLUSTER_NODE="
                                + seeds.getFirst().name()));
        HostPort listen = settings.find(LISTEN)
                .or(() -> seeds.stream()
                        .filter(seed -> seed.name().equals(node))
                        .map(Seed::address)
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("cluster.seeds does not name '" + node
                        + "', so cluster.listen must say where it listens, such as CLUSTER_LISTEN=10.0.0.4:7800"));
        Path tls = settings.find(TLS).orElse(null);
        if (tls == null) {
            seeds.stream()
                    .map(Seed::address)
                    .filter(at -> !isLoopback(at.host()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalArgumentException("cluster.tls is not set, and " + other
                                + " is not on the loopback: nothing would be encrypted. Make certificates with:"
                                + " meridian cluster init-tls");
                    });
            if (!isLoopback(listen.host())) {
                throw new IllegalArgumentException("cluster.tls is not set, and cluster.listen=" + listen
                        + " is not on the loopback. Make certificates with: meridian cluster init-tls");
            }
        }
        Detection usual = settings.get(DETECTION).detection();
        Detection detection = new Detection(
                settings.find(HEARTBEAT).orElse(usual.heartbeat()),
                settings.get(PHI),
                settings.find(SUSPICION).orElse(usual.suspicion()),
                settings.find(CONFIRMATION).orElse(usual.confirmation()));
        return new ClusterSettings(
                node,
                listen,
                seeds,
                settings.find(DIR).orElse(folder),
                detection,
                settings.get(REPAIR),
                tls,
                settings.find(TOKEN).orElse(""));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
