package io.meridian.sidecar.memory;

import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.frames.CallDecoder;
import io.meridian.plugin.contract.frames.FrameFlagsDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishDecoder;
import io.meridian.plugin.contract.frames.SettleDecoder;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Takes the frames of a plugin apart. One that is no whole frame is counted and passed over. A plugin built with another
 * version of the contract may write a longer block, whose end is not looked at, or one that ends sooner: what it lacks has
 * its null value then. No block was ever shorter than that of the first version.
 */
final class FrameReader implements RingReader.FrameHandler {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int LONGEST_REASON = 1024;
    private static final int LONGEST_CREDIT = 64;
    private static final int FIRST_PUBLISH = 47;
    private static final int FIRST_SETTLE = 13;
    private static final int FIRST_CALL = 10;

    private final Frames frames;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PublishDecoder publish = new PublishDecoder();
    private final SettleDecoder settle = new SettleDecoder();
    private final CallDecoder call = new CallDecoder();
    private final MessageContext context = new MessageContext();

    /** What becomes of good frames, and of bad ones. */
    interface Frames {
        /** Returns false to leave the frame where it is. */
        boolean onPublish(long tag, int topic, MessageContext context, AtomicBuffer buffer, int offset, int length);

        boolean onSettle(int subscription, long delivery, int verdict, String reason);

        boolean onCall(long call, Method method, boolean end, byte[] message);

        /** A call on a subscription, behind a frame that waits. Returns whether it is credit, which is given now. */
        boolean onCreditBehind(long call, byte[] message);

        void onMalformed();
    }

    FrameReader(Frames frames) {
        this.frames = frames;
    }

    @Override
    public boolean onFrame(int type, AtomicBuffer buffer, int offset, int length) {
        if (length < HEADER) {
            return malformed();
        }
        header.wrap(buffer, offset);
        int block = header.blockLength();
        int body = HEADER + block;
        if (header.schemaId() != PublishDecoder.SCHEMA_ID || header.templateId() != type || body > length) {
            return malformed();
        }
        return switch (type) {
            case PublishDecoder.TEMPLATE_ID -> onPublish(buffer, offset, length, block, header.version());
            case SettleDecoder.TEMPLATE_ID -> onSettle(buffer, offset, length, block, header.version());
            case CallDecoder.TEMPLATE_ID -> onCall(buffer, offset, length, block, header.version());
            default -> malformed();
        };
    }

    /**
     * A publish that finds no room on the bus stays where it is, and all behind it with it. Credit alone may pass: it is what
     * gives that room when the plugin itself is who is too slow.
     */
    @Override
    public boolean onFrameBehind(int type, AtomicBuffer buffer, int offset, int length) {
        if (type != CallDecoder.TEMPLATE_ID || length < HEADER + FIRST_CALL || length > LONGEST_CREDIT) {
            return false;
        }
        header.wrap(buffer, offset);
        int start = HEADER + header.blockLength();
        if (header.templateId() != type || header.blockLength() < FIRST_CALL || start > length) {
            return false;
        }
        CallDecoder frame = call.wrap(buffer, offset + HEADER, header.blockLength(), header.version());
        if (frame.methodRaw() != Method.SUBSCRIBE.value() || frame.flags().end()) {
            return false;
        }
        byte[] message = new byte[length - start];
        buffer.getBytes(offset + start, message);
        return frames.onCreditBehind(frame.call(), message);
    }

    private boolean onPublish(AtomicBuffer buffer, int offset, int length, int block, int version) {
        if (!isWhole(block, version, FIRST_PUBLISH, PublishDecoder.BLOCK_LENGTH)) {
            return malformed();
        }
        PublishDecoder frame = publish.wrap(buffer, offset + HEADER, block, version);
        context.reset()
                .schema(frame.schemaId(), frame.schemaVersion())
                .eventTime(frame.eventTime())
                .correlation(frame.correlation())
                .causation(frame.causationSource(), frame.causationSequence());
        FrameFlagsDecoder flags = frame.flags();
        if (flags.duplicatePossible()) {
            context.flags(io.meridian.bus.envelope.EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE);
        }
        if (flags.replayed()) {
            context.replayed();
        }
        int start = HEADER + block;
        return frames.onPublish(frame.tag(), frame.topic(), context, buffer, offset + start, length - start);
    }

    private boolean onSettle(AtomicBuffer buffer, int offset, int length, int block, int version) {
        if (!isWhole(block, version, FIRST_SETTLE, SettleDecoder.BLOCK_LENGTH)) {
            return malformed();
        }
        SettleDecoder frame = settle.wrap(buffer, offset + HEADER, block, version);
        int start = HEADER + block;
        int reasonLength = Math.min(length - start, LONGEST_REASON);
        String reason = reasonLength == 0 ? null : buffer.getStringWithoutLengthUtf8(offset + start, reasonLength);
        return frames.onSettle(frame.subscription(), frame.delivery(), frame.verdictRaw(), reason);
    }

    private boolean onCall(AtomicBuffer buffer, int offset, int length, int block, int version) {
        if (!isWhole(block, version, FIRST_CALL, CallDecoder.BLOCK_LENGTH)) {
            return malformed();
        }
        CallDecoder frame = call.wrap(buffer, offset + HEADER, block, version);
        Method method = method(frame.methodRaw());
        if (method == null) {
            return malformed();
        }
        int start = HEADER + block;
        byte[] message = new byte[length - start];
        buffer.getBytes(offset + start, message);
        return frames.onCall(frame.call(), method, frame.flags().end(), message);
    }

    private static boolean isWhole(int block, int version, int first, int today) {
        return block >= (version < MessageHeaderDecoder.SCHEMA_VERSION ? first : today);
    }

    private static Method method(short number) {
        return number >= Method.ATTACH.value() && number <= Method.LEAVE.value() ? Method.get(number) : null;
    }

    private boolean malformed() {
        frames.onMalformed();
        return true;
    }
}
