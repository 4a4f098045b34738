package io.meridian.sidecar.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.Refusals;
import io.meridian.sidecar.session.SessionPeer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/** What the attach point keeps of one attached plugin. On the guard loop. */
final class GrpcSession implements SessionPeer {
    private static final int SMALLEST_SCRATCH = 4096;

    private final LongHashSet connections = new LongHashSet();
    private final List<OpenCall> calls = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final MessageContext context = new MessageContext();
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[SMALLEST_SCRATCH]);

    private PluginSession session;
    private byte[] id;
    private long lastTag;
    private long heardNs;
    private boolean open = true;
    private boolean savesState;

    /** A durable message that is published and not yet stored. */
    private record Waiting(long tag, Runnable stored, Runnable lost) {}

    /** The attach was accepted. */
    void accepted(PluginSession accepted, long connection, long nowNs) {
        session = accepted;
        id = accepted.id().getBytes(UTF_8);
        heard(connection, nowNs);
    }

    boolean isOpen() {
        return open && session != null && session.isOpen();
    }

    /** Whether a call names this session. Takes as long for a near miss as for any other. */
    boolean isNamed(String name) {
        return id != null && MessageDigest.isEqual(id, name.getBytes(UTF_8));
    }

    PluginSession plugin() {
        return session;
    }

    void heard(long connection, long nowNs) {
        connections.add(connection);
        heardNs = nowNs;
    }

    long heardNs() {
        return heardNs;
    }

    /** A connection is gone; with the last of them goes the session. */
    void gone(long connection) {
        if (connections.remove(connection) && connections.isEmpty() && isOpen()) {
            session.lost("its last connection is gone");
        }
    }

    void add(OpenCall call) {
        calls.add(call);
    }

    void remove(OpenCall call) {
        calls.remove(call);
    }

    /** Only one call at a time may save state. Returns false when another does. */
    boolean beginSave() {
        boolean free = !savesState;
        savesState = true;
        return free;
    }

    void endSave() {
        savesState = false;
    }

    int turn() {
        int done = 0;
        // By index, and from the end: a call may remove itself.
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (i < calls.size()) {
                done += calls.get(i).turn();
            }
        }
        return done;
    }

    /** The handle of the topic, or a refusal. */
    int resolve(PublishRequest request) {
        Profile profile = switch (request.getProfile()) {
            case FAST -> Profile.FAST;
            case DURABLE -> Profile.DURABLE;
            case PROFILE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        return session.resolve(request.getHead().getTopic(), profile);
    }

    /** Whether what is published there is to be stored. */
    boolean isDurable(int handle) {
        return session.waitsFor(handle);
    }

    /** Publishes under the next tag. Returns the sequence or a refusal. */
    long publish(int handle, PublishRequest request) {
        MessageHead head = request.getHead();
        Heads.read(head, context);
        int length = request.getPayload().size();
        if (payload.capacity() < length) {
            payload.wrap(new byte[Math.max(length, 2 * payload.capacity())]);
        }
        request.getPayload().copyTo(payload.byteArray(), 0);
        lastTag++;
        String type = head.getContentType();
        return type.isEmpty()
                ? session.publish(handle, lastTag, context, payload, 0, length)
                : session.publish(handle, lastTag, context, type, payload, 0, length);
    }

    /** Calls one of the two once what was published last is stored, or once the session ends before that. */
    void whenStored(Runnable stored, Runnable lost) {
        waiting.add(new Waiting(lastTag, stored, lost));
    }

    /** Whether it is worth to offer it again by itself. */
    static boolean isAgain(long result, boolean durable) {
        return result == Refusals.BACK_PRESSURED || durable && result == Refusals.NOT_CONNECTED;
    }

    @Override
    public String transport() {
        return "grpc";
    }

    @Override
    public void onStored(long tag) {
        while (!waiting.isEmpty() && waiting.peek().tag <= tag) {
            waiting.poll().stored.run();
        }
    }

    @Override
    public void onClosed(String reason) {
        open = false;
        while (!waiting.isEmpty()) {
            waiting.poll().lost.run();
        }
        for (OpenCall call : List.copyOf(calls)) {
            call.onSessionClosed(reason);
        }
        calls.clear();
    }
}
