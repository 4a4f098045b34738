package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.AnswerDecoder;
import io.meridian.plugin.contract.frames.CallEncoder;
import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.plugin.contract.frames.RefusedDecoder;
import io.meridian.plugin.contract.frames.SettleEncoder;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.plugin.contract.frames.StoredDecoder;
import io.meridian.plugin.contract.frames.TopicNameDecoder;
import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.memory.Silence;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The plugin's end of the memory it shares with its sidecar: writes and reads frames, gives signs of life and looks for the
 * other side's. For the plugin's thread, but for {@link #beat}.
 */
final class SidecarLink implements AutoCloseable {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int CALL = HEADER + CallEncoder.BLOCK_LENGTH;
    private static final int PUBLISH = HEADER + PublishEncoder.BLOCK_LENGTH;
    private static final long SILENCE_MS = 1000;
    private static final long SUSPECT_MS = 300;
    private static final long BEAT_MS = 100;

    private final AttachMemory memory;
    private final RingBuffer out;
    private final RingBuffer in;
    private final long processId;
    private final FrameSink sink;
    private final MessageHandler frames = this::onFrame;
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final CallEncoder callEncoder = new CallEncoder();
    private final PublishEncoder publishEncoder = new PublishEncoder();
    private final SettleEncoder settleEncoder = new SettleEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AnswerDecoder answer = new AnswerDecoder();
    private final RefusedDecoder refused = new RefusedDecoder();
    private final StoredDecoder stored = new StoredDecoder();
    private final TopicNameDecoder topicName = new TopicNameDecoder();
    private final Int2ObjectHashMap<String> topics = new Int2ObjectHashMap<>();
    private final Silence silence;

    private long nextCall = 1;
    private long nextTag = 1;
    private int claimed = -1;
    private long beatenMs;
    private boolean sidecarProcessSeen;
    private long malformed;
    private boolean open = true;

    SidecarLink(AttachMemory memory, long processId, long nowMs, FrameSink sink) {
        this.memory = memory;
        this.processId = processId;
        this.sink = sink;
        out = memory.toSidecar();
        in = memory.toPlugin();
        silence = new Silence(SUSPECT_MS, nowMs);
        beat(nowMs);
        sidecarProcessSeen = sidecarProcessLives();
    }

    // Life.

    /** Gives a sign of life if one is due. From any one thread. */
    synchronized void beat(long nowMs) {
        if (open && nowMs - beatenMs >= BEAT_MS) {
            beatenMs = nowMs;
            memory.beat(Side.PLUGIN, processId, nowMs);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Why the sidecar must be taken for dead; null while it lives. */
    String deathOfSidecar(long nowMs) {
        if (memory.isGone(Side.SIDECAR)) {
            return "the sidecar said it is gone";
        }
        long silentMs = silence.look(memory.heartbeat(Side.SIDECAR), nowMs);
        if (silentMs >= SILENCE_MS) {
            return "the sidecar has been silent for " + silentMs + " ms";
        }
        if (silentMs >= SUSPECT_MS && sidecarProcessSeen && !sidecarProcessLives()) {
            return "the sidecar's process=" + memory.process(Side.SIDECAR) + " is gone";
        }
        return null;
    }

    private boolean sidecarProcessLives() {
        long process = memory.process(Side.SIDECAR);
        return process != 0
                && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            memory.sayGone(Side.PLUGIN);
            memory.close();
        }
    }

    // Out.

    long nextCall() {
        return nextCall++;
    }

    /** The most bytes a call's message may have. */
    int maxBody() {
        return out.maxMsgLength() - CALL;
    }

    /** The most bytes a published payload may have. */
    int maxPayload() {
        return out.maxMsgLength() - PUBLISH;
    }

    /** @return false when there is no room now */
    boolean call(long call, Method method, boolean end, byte[] body) {
        requireNoClaim();
        if (body.length > maxBody()) {
            throw new IllegalArgumentException(
                    "length=" + body.length + " of method=" + method + " is more than a frame holds, " + maxBody());
        }
        int index = out.tryClaim(CallEncoder.TEMPLATE_ID, CALL + body.length);
        if (index < 0) {
            return false;
        }
        MutableDirectBuffer buffer = out.buffer();
        callEncoder.wrapAndApplyHeader(buffer, index, headerEncoder).call(call).method(method);
        callEncoder.flags().clear().end(end);
        buffer.putBytes(index + CALL, body);
        out.commit(index);
        return true;
    }

    /** @return false when there is no room now */
    boolean settle(int subscription, long delivery, SettleVerdict verdict, byte[] reason) {
        requireNoClaim();
        int length = HEADER + SettleEncoder.BLOCK_LENGTH + reason.length;
        int index = out.tryClaim(SettleEncoder.TEMPLATE_ID, length);
        if (index < 0) {
            return false;
        }
        settleEncoder
                .wrapAndApplyHeader(out.buffer(), index, headerEncoder)
                .delivery(delivery)
                .subscription(subscription)
                .verdict(verdict);
        out.buffer().putBytes(index + HEADER + SettleEncoder.BLOCK_LENGTH, reason);
        out.commit(index);
        return true;
    }

    /**
     * Claims room for a message; {@link #publishing} is to be filled in, then {@link #commit} or {@link #abort} called.
     *
     * @return its tag, or -1 when there is no room now
     */
    long claim(int topic, int length) {
        requireNoClaim();
        int index = out.tryClaim(PublishEncoder.TEMPLATE_ID, PUBLISH + length);
        if (index < 0) {
            return -1;
        }
        claimed = index;
        publishEncoder
                .wrapAndApplyHeader(out.buffer(), index, headerEncoder)
                .tag(nextTag)
                .topic(topic)
                .eventTime(0)
                .flags()
                .clear();
        return nextTag;
    }

    PublishEncoder publishing() {
        if (claimed < 0) {
            throw new IllegalStateException("nothing is claimed: claim, write, then commit");
        }
        return publishEncoder;
    }

    MutableDirectBuffer buffer() {
        return out.buffer();
    }

    int payloadOffset() {
        return claimed + PUBLISH;
    }

    boolean hasClaim() {
        return claimed >= 0;
    }

    void commit() {
        publishing();
        nextTag++;
        out.commit(claimed);
        claimed = -1;
    }

    void abort() {
        publishing();
        out.abort(claimed);
        claimed = -1;
    }

    private void requireNoClaim() {
        if (!open) {
            throw new LinkLostException("the sidecar is lost; the plugin begins anew when there is one");
        }
        if (claimed >= 0) {
            throw new IllegalStateException("a claim is open: commit or abort it before anything else is sent");
        }
    }

    // In.

    /** Reads at most so many frames. */
    int read(int limit) {
        if (!open) {
            return 0;
        }
        int read = in.read(frames, limit);
        // A read stops at the end of the buffer; what is at its beginning is there nevertheless.
        return read == 0 && in.size() > 0 ? in.read(frames, limit) : read;
    }

    /** The name of a topic of deliveries. */
    String topic(int number) {
        String name = topics.get(number);
        return name == null ? "" : name;
    }

    /** How many frames could not be read. */
    long malformed() {
        return malformed;
    }

    private void onFrame(int type, MutableDirectBuffer buffer, int index, int length) {
        if (length < HEADER) {
            malformed++;
            return;
        }
        header.wrap(buffer, index);
        int block = header.blockLength();
        int rest = length - HEADER - block;
        if (rest < 0 || header.templateId() != type) {
            malformed++;
            return;
        }
        int at = index + HEADER;
        switch (type) {
            case DeliverDecoder.TEMPLATE_ID -> sink.onDeliver(buffer, index, length);
            case AnswerDecoder.TEMPLATE_ID -> {
                answer.wrap(buffer, at, block, header.version());
                byte[] body = new byte[rest];
                buffer.getBytes(at + block, body);
                sink.onAnswer(
                        answer.call(),
                        Method.get(answer.methodRaw()),
                        answer.flags().end(),
                        body);
            }
            case TopicNameDecoder.TEMPLATE_ID -> {
                topicName.wrap(buffer, at, block, header.version());
                topics.put(topicName.topic(), text(buffer, at + block, rest));
            }
            case RefusedDecoder.TEMPLATE_ID -> {
                refused.wrap(buffer, at, block, header.version());
                sink.onRefused(refused.tag(), refused.topic(), refused.code(), text(buffer, at + block, rest));
            }
            case StoredDecoder.TEMPLATE_ID -> {
                stored.wrap(buffer, at, block, header.version());
                sink.onStored(stored.tag());
            }
            default -> malformed++;
        }
    }

    private static String text(MutableDirectBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
