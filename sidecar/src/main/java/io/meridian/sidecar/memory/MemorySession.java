package io.meridian.sidecar.memory;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.Verdict;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.Refusals;
import io.meridian.sidecar.session.SessionHost;
import io.meridian.sidecar.session.SessionObserver;
import io.meridian.sidecar.session.SessionPeer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.AtomicBuffer;

/** One attach file: first nobody's, then a plugin's. For the loop's thread. */
final class MemorySession implements FrameReader.Frames, SessionPeer {
    private static final int FRAMES_A_TURN = 64;
    private static final int MOST_TURNS_AFTER_DEATH = 512;
    private static final long NO_TAG = Long.MIN_VALUE;

    private final AttachMemory memory;
    private final SessionHost host;
    private final SessionObserver observer;
    private final Runnable hide;
    private final RingReader reader;
    private final FrameReader frames = new FrameReader(this);
    private final FrameWriter writer;
    private final int longestDelivery;
    private Calls calls;
    private PluginSession session;
    private String over;
    private long storedTag = NO_TAG;
    private Refusal refusedAs;
    private byte[] refusedText;

    /** @param hide takes the file's name away, so that nobody opens it who is too late */
    MemorySession(AttachMemory memory, SessionHost host, SessionObserver observer, Runnable hide) {
        this.hide = hide;
        this.memory = memory;
        this.host = host;
        this.observer = observer;
        reader = new RingReader(memory.toSidecar());
        RingWriter ring = new RingWriter(memory.toPlugin());
        writer = new FrameWriter(ring);
        longestDelivery = ring.longest();
    }

    /** Whether a plugin is in. */
    boolean isAttached() {
        return session != null;
    }

    /** Why this file is of no more use, or null. */
    String over() {
        return over;
    }

    AttachMemory memory() {
        return memory;
    }

    /** Unmaps the memory; what still comes for the plugin is dropped. */
    void close() {
        writer.close();
        memory.close();
    }

    /** Takes what the plugin sent. */
    int turn() {
        int done = writer.drain();
        if (storedTag != NO_TAG && writer.stored(storedTag)) {
            storedTag = NO_TAG;
        }
        if (calls != null && over == null) {
            done += calls.turn();
        }
        if (over == null) {
            int read = reader.poll(frames, FRAMES_A_TURN);
            if (read == RingReader.CORRUPT) {
                observer.onError("corrupt_ring");
                lost("what it wrote into its ring makes no sense");
                return done + 1;
            }
            done += read;
        }
        return done;
    }

    /** The plugin is gone. What it had written whole still counts; it stands in the ring in the order it was sent. */
    void lost(String reason) {
        for (int i = 0; session != null && over == null && i < MOST_TURNS_AFTER_DEATH; i++) {
            if (reader.poll(frames, FRAMES_A_TURN) <= 0) {
                break;
            }
        }
        over = reason;
        if (session != null) {
            session.lost(reason);
        }
    }

    /** The memory is gone: what was under way in it is in doubt. */
    void broken(String reason) {
        over = reason;
        writer.close();
        if (session != null) {
            session.broken(reason);
        }
    }

    @Override
    public boolean onPublish(long tag, int topic, MessageContext context, AtomicBuffer buffer, int offset, int length) {
        if (over != null || writer.isBehind()) {
            return false;
        }
        if (session == null) {
            onMalformed();
            return true;
        }
        long result = session.publish(topic, tag, context, buffer, offset, length);
        if (result > 0) {
            return true;
        }
        if (result == Refusals.BACK_PRESSURED || result == Refusals.NOT_CONNECTED && session.waitsFor(topic)) {
            return false;
        }
        writer.refused(tag, topic, (int) -result, refusalText(topic, (int) result));
        return true;
    }

    /** The same refusal again and again is put into words once. */
    private byte[] refusalText(int topic, int code) {
        Refusal refusal = session.refusal(code, topic);
        if (refusal != refusedAs) {
            refusedAs = refusal;
            refusedText = refusal.getText().getBytes(StandardCharsets.UTF_8);
        }
        return refusedText;
    }

    @Override
    public boolean onSettle(int subscription, long delivery, int verdict, String reason) {
        if (over != null) {
            return false;
        }
        Verdict decided = switch (verdict) {
            case 1 -> Verdict.DONE;
            case 2 -> Verdict.RETRY;
            case 3 -> Verdict.REJECT;
            default -> null;
        };
        if (session == null || session.settle(subscription, delivery, decided, reason) < 0) {
            observer.onError("unknown_settle");
        }
        return true;
    }

    @Override
    public boolean onCall(long call, Method method, boolean end, byte[] message) {
        if (over != null || writer.isBehind()) {
            return false;
        }
        try {
            if (method == Method.ATTACH) {
                attach(call, AttachRequest.parseFrom(message));
            } else if (calls == null) {
                onMalformed();
            } else {
                calls.onCall(call, method, end, message);
            }
        } catch (InvalidProtocolBufferException notOne) {
            onMalformed();
            if (calls != null) {
                calls.refuseMalformed(call, method);
            }
        }
        return true;
    }

    @Override
    public boolean onCreditBehind(long call, byte[] message) {
        try {
            return over == null && calls != null && calls.onCredit(call, message);
        } catch (InvalidProtocolBufferException notOne) {
            // It is found out when it is its turn.
            return false;
        }
    }

    private void attach(long call, AttachRequest request) {
        if (session != null) {
            answer(
                    call,
                    Method.ATTACH,
                    true,
                    AttachReply.newBuilder()
                            .setRefusal(Refusals.of(Refusal.Code.ALREADY_ATTACHED, "this process is attached already"))
                            .build());
            return;
        }
        hide.run();
        AttachReply reply = host.attach(request, this);
        if (reply.hasRefusal()) {
            observer.onError("attach_refused");
            answer(call, Method.ATTACH, true, reply);
            over = "attach refused: " + reply.getRefusal().getText();
            return;
        }
        session = host.session();
        calls = new Calls(session, this, writer, longestDelivery, observer);
        answer(call, Method.ATTACH, true, reply);
    }

    boolean answer(long call, Method method, boolean end, MessageLite message) {
        return writer.answer(call, method, end, message.toByteArray());
    }

    @Override
    public void onMalformed() {
        observer.onError("malformed_frame");
    }

    @Override
    public String transport() {
        return "shared memory";
    }

    @Override
    public void onStored(long tag) {
        storedTag = tag;
    }

    @Override
    public void onClosed(String reason) {
        if (over == null) {
            over = reason;
        }
    }
}
