package io.meridian.cluster;

import io.meridian.bus.setting.HostPort;
import io.meridian.cluster.member.SilenceDetector;
import io.meridian.cluster.tls.JoinToken;
import io.meridian.cluster.tls.NodeTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.protocols.AUTH;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.raft.util.LogCache;
import org.jgroups.stack.Protocol;

/** What a node speaks, from the wire up. One port, one address; nothing else listens. */
final class Protocols {
    private static final int ASK_ONCE_MORE_MS = 1_000;
    private static final int CONNECT_MS = 1_000;
    private static final int JOIN_MS = 1_000;
    private static final int MERGE_AT_LEAST_MS = 1_000;
    private static final int MERGE_AT_MOST_MS = 3_000;
    /** The log's protocol gives a node what it missed once nothing else was asked for so long: more than the pauses between two questions of whoever leads would be for ever. */
    private static final int RESEND_MS = 50;

    private static final int FRAGMENT = 60_000;
    /** Then the log is replaced by a copy of what it led to. */
    private static final long LOG_BYTES = 16L << 20;

    private Protocols() {}

    static List<Protocol> of(ClusterSettings settings, NodeTls tls, SilenceDetector detector) throws IOException {
        List<InetSocketAddress> seeds = new ArrayList<>();
        for (Seed seed : settings.seeds()) {
            seeds.add(resolved(seed.address()));
        }
        TCP tcp = new TCP();
        InetAddress own = InetAddress.getByName(settings.listen().host());
        tcp.setBindAddress(own).setBindPort(settings.listen().port()).setPortRange(0);
        if (!own.isAnyLocalAddress()) {
            // Otherwise a machine with several addresses speaks from one that others may not let in.
            tcp.setClientBindAddr(own);
        }
        tcp.setSockConnTimeout(CONNECT_MS);
        // A broken connection is a reason to ask whether the other end lives, long before its silence is one.
        tcp.enableSuspectEvents(true);
        // A node whose packets vanish must not hold up what is said to the others.
        tcp.nonBlockingSends(true);
        // Otherwise each question and answer waits 40 ms for more to send with it.
        tcp.tcpNodelay(true);
        if (tls != null) {
            tls.secure(tcp);
        }
        List<Protocol> stack = new ArrayList<>(List.of(
                tcp,
                new TCPPING().initialHosts(seeds).portRange(0).asyncDiscovery(true),
                new MERGE3().setMinInterval(MERGE_AT_LEAST_MS).setMaxInterval(MERGE_AT_MOST_MS),
                detector,
                new VERIFY_SUSPECT2().setTimeout(ASK_ONCE_MORE_MS),
                new NAKACK2(),
                new UNICAST3(),
                new STABLE()));
        if (!settings.token().isEmpty()) {
            AUTH auth = new AUTH();
            JoinToken token = new JoinToken(settings.token());
            token.setAuth(auth);
            stack.add(auth.setAuthToken(token));
        }
        // Two nodes of one name would both vote.
        stack.add(new NO_DUPES());
        stack.add(new GMS().setJoinTimeout(JOIN_MS).printLocalAddress(false));
        stack.add(new UFC());
        stack.add(new MFC());
        stack.add(new FRAG4().setFragSize(FRAGMENT));
        stack.add(new VotesOfThisTerm());
        stack.add(new RAFT()
                .members(settings.seeds().stream().map(Seed::name).toList())
                .raftId(settings.node())
                .logClass(DecisionLog.class.getName())
                .logDir(settings.folder().toString())
                .logPrefix(settings.node())
                .logUseFsync(true)
                .resendInterval(RESEND_MS)
                .maxLogSize(LOG_BYTES));
        stack.add(new REDIRECT());
        return stack;
    }

    /** That of a channel that is connected. */
    static DecisionLog logOf(JChannel channel) {
        RAFT raft = channel.getProtocolStack().findProtocol(RAFT.class);
        return (DecisionLog) (raft.log() instanceof LogCache cache ? cache.log() : raft.log());
    }

    private static InetSocketAddress resolved(HostPort at) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
    }
}
