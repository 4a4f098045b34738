package io.meridian.cluster;

import io.meridian.cluster.decision.Decisions;
import io.meridian.cluster.member.Member;
import io.meridian.cluster.member.Members;
import io.meridian.cluster.member.SilenceDetector;
import io.meridian.cluster.state.SharedMaps;
import io.meridian.cluster.tls.NodeTls;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.NameCache;

/** One node of a cluster. It finds the others by the seeds, again and again, until it is closed. */
public final class ClusterNode implements AutoCloseable {
    private static final String GROUP = "meridian";
    /** What the library says of a second node of one name. */
    private static final String DUPLICATE = "duplicate members";

    private static final Duration FOUND_OUT = Duration.ofSeconds(5);
    private static final Duration TRY_EVERY = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofMillis(100);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final ClusterSettings settings;
    private final Consumer<String> log;
    private final JChannel channel;
    private final NodeTls tls;
    private final Members members;
    private final Decisions decisions;
    private final GroupWire wire;
    private final SharedMaps maps;
    private volatile String failure;
    private Leadership leadership;
    private Repeated looking;

    private ClusterNode(ClusterSettings settings, InstantSource clock, Consumer<String> log) throws Exception {
        this.settings = settings;
        this.log = log;
        Files.createDirectories(settings.folder());
        tls = settings.tls() == null ? null : NodeTls.of(settings.tls());
        SilenceDetector detector = new SilenceDetector(settings.detection());
        channel = new JChannel(Protocols.of(settings, tls, detector));
        channel.name(settings.node());
        channel.setReceiver(new Ear());
        members = new Members(
                settings.node(),
                settings.seeds().stream().map(Seed::name).collect(Collectors.toSet()),
                detector,
                clock);
        members.watch(this::say);
        decisions = new Decisions(settings.node(), channel, clock);
        wire = new GroupWire(settings.node(), channel);
        maps = new SharedMaps(wire, settings.repair(), clock, log);
    }

    /**
     * Opens it, and begins to look for the others. One that was killed a moment ago is still in the group, and two of a
     * name may not be: then it waits until the others have found out.
     *
     * @param wantsToLead whether it leads when nobody else does; one that does not votes alone
     * @throws IOException when it cannot listen where it should, or read its folders; why is in the message
     */
    public static ClusterNode open(
            ClusterSettings settings, boolean wantsToLead, InstantSource clock, Consumer<String> log)
            throws IOException {
        long deadlineNs = System.nanoTime()
                + settings.detection().confirmation().plus(FOUND_OUT).toNanos();
        try {
            while (true) {
                try {
                    return join(settings, wantsToLead, clock, log);
                } catch (SecurityException refused) {
                    boolean isThereStill = String.valueOf(refused.getMessage()).contains(DUPLICATE);
                    if (!isThereStill || System.nanoTime() - deadlineNs > 0) {
                        throw refused;
                    }
                    TimeUnit.NANOSECONDS.sleep(TRY_EVERY.toNanos());
                }
            }
        } catch (Exception failed) {
            Throwable cause = failed;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IOException(
                    "The node '" + settings.node() + "' cannot join a cluster at " + settings.listen() + ": "
                            + cause.getMessage(),
                    failed);
        }
    }

    /** After a refusal nothing of it can be used again: its log is closed. So each try is a node of its own. */
    private static ClusterNode join(
            ClusterSettings settings, boolean wantsToLead, InstantSource clock, Consumer<String> log) throws Exception {
        ClusterNode node = new ClusterNode(settings, clock, log);
        try {
            node.channel.connect(GROUP);
            node.leadership =
                    new Leadership(node.name(), wantsToLead, node.decisions, node.members, System::nanoTime, log);
            node.looking = new Repeated("looking", LOOK_EVERY, log, node::look);
            return node;
        } catch (Exception failed) {
            node.shutDown();
            throw failed;
        }
    }

    private void look() {
        String unwritten = failure == null ? Protocols.logOf(channel).failure() : null;
        if (unwritten != null) {
            failure = unwritten;
            log.accept("ALARM: cluster: " + failure + " This node leaves.");
            // This thread is one of those that end with it.
            Thread.ofPlatform().name("cluster-leaving").start(this::close);
        }
        members.look();
        decisions.tend();
    }

    private void say(Member member) {
        if (!member.isSelf()) {
            log.accept(
                    switch (member.state()) {
                        case ALIVE -> "cluster: " + member.name() + " is there";
                        case SUSPECT ->
                            "cluster: " + member.name() + " is suspected: it has been silent for " + member.silentMs()
                                    + " ms";
                        case FAILED -> "ALARM: cluster: " + member.name() + " is taken for dead";
                        case LEFT -> "cluster: " + member.name() + " has left";
                    });
        }
    }

    public String name() {
        return settings.node();
    }

    /** Why it has left by itself, which it does when it can keep no promise any more; null as long as it is well. */
    public String failure() {
        return failure;
    }

    public Members members() {
        return members;
    }

    public Decisions decisions() {
        return decisions;
    }

    /** What all nodes know, whoever can reach whom. */
    public SharedMaps maps() {
        return maps;
    }

    public Leadership leadership() {
        return leadership;
    }

    public ClusterSettings settings() {
        return settings;
    }

    /** For tests, which cut it off. */
    JChannel channel() {
        return channel;
    }

    /** Tells the others that it ends, and ends. */
    @Override
    public void close() {
        try {
            channel.send(new BytesMessage(null, new byte[0]));
            if (!wire.others().isEmpty()) {
                // On its way beside the group's own farewell, which it must not come after.
                LockSupport.parkNanos(FAREWELL.toNanos());
            }
        } catch (Exception alone) {
            log.accept("cluster: the others could not be told that this node leaves: " + alone.getMessage());
        }
        shutDown();
    }

    private void shutDown() {
        if (looking != null) {
            looking.close();
        }
        if (leadership != null) {
            leadership.close();
        }
        maps.close();
        decisions.close();
        channel.close();
        if (tls != null) {
            tls.close();
        }
    }

    private final class Ear implements Receiver {
        @Override
        public void viewAccepted(View view) {
            Map<String, Address> inGroup = new LinkedHashMap<>();
            view.forEach(address -> inGroup.put(NameCache.get(address), address));
            wire.arrange(inGroup);
            members.arrange(inGroup);
        }

        /** One that leaves says nothing. */
        @Override
        public void receive(Message message) {
            String from = NameCache.get(message.getSrc());
            if (message.getLength() == 0) {
                members.leaves(from);
            } else if (!settings.node().equals(from)) {
                byte[] bytes = Arrays.copyOfRange(
                        message.getArray(), message.getOffset(), message.getOffset() + message.getLength());
                wire.hear(from, bytes);
            }
        }
    }
}
