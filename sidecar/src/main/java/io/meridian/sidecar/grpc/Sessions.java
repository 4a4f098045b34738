package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.memory.Silence;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.SessionHost;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** The session that is attached by gRPC, if any, and whether its plugin still lives. On the guard loop. */
final class Sessions {
    private static final int MISSED_BEATS = 3;
    /** A loop that has not come round for so long stood still itself. */
    private static final long LONGEST_TURN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final SessionHost host;
    private final NanoClock clock;
    private final long leastSilenceNs;

    private GrpcSession current;
    private volatile GrpcSession known;
    private Silence silence;
    private long silenceNs;

    /** @param leastSilenceNs a plugin is not taken for dead before it was silent for so long */
    Sessions(SessionHost host, NanoClock clock, long leastSilenceNs) {
        this.host = host;
        this.clock = clock;
        this.leastSilenceNs = leastSilenceNs;
    }

    AttachReply attach(AttachRequest request, long connection) {
        GrpcSession fresh = new GrpcSession();
        AttachReply reply = host.attach(request, fresh);
        PluginSession session = host.session();
        if (!reply.hasRefusal() && session != null) {
            fresh.accepted(session, connection, clock.nanoTime());
            current = fresh;
            known = fresh;
            silence = new Silence(LONGEST_TURN_NS, clock.nanoTime());
            silenceNs = Math.max(
                    leastSilenceNs, MISSED_BEATS * TimeUnit.MILLISECONDS.toNanos(reply.getHeartbeatIntervalMs()));
        }
        return reply;
    }

    /** The open session that the caller names, or null. Whoever asks for it is alive. */
    GrpcSession of(Caller caller) {
        GrpcSession session = current;
        if (session == null || !session.isNamed(caller.session()) || !session.isOpen()) {
            return null;
        }
        session.heard(caller.connection(), clock.nanoTime());
        return session;
    }

    /** Whether this names the session that is, or was last, open. From any thread. */
    boolean isOpen(String name) {
        GrpcSession session = known;
        return session != null && session.isNamed(name);
    }

    void gone(long connection) {
        if (current != null) {
            current.gone(connection);
        }
    }

    int turn() {
        GrpcSession session = current;
        if (session == null) {
            return 0;
        }
        if (!session.isOpen()) {
            current = null;
            known = null;
            return 1;
        }
        if (silence.look(session.heardNs(), clock.nanoTime()) > silenceNs) {
            session.plugin()
                    .lost("it was silent for more than " + TimeUnit.NANOSECONDS.toMillis(silenceNs) + " ms, "
                            + MISSED_BEATS + " heartbeats");
            return 1;
        }
        return session.turn();
    }
}
