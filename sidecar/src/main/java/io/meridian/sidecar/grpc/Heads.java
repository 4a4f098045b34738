package io.meridian.sidecar.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.sidecar.session.Delivered;
import java.nio.ByteBuffer;

/** Between the contract's heads of messages and the bus' own. */
final class Heads {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    private static final int LARGEST_VERSION = 0xFFFF;

    private Heads() {}

    /** What is wrong with the head of a message to publish, or null. */
    static String fault(MessageHead head) {
        if (head.getTopic().isEmpty()) {
            return "the head names no topic";
        }
        int trace = head.getTrace().size();
        int span = head.getSpan().size();
        if (trace != 0 && trace != TRACE_BYTES || span != 0 && span != SPAN_BYTES || trace == 0 && span != 0) {
            return "trace=" + trace + " bytes and span=" + span + " bytes must be 16 and 8, or none";
        }
        // Negative where it does not fit 31 bits: numbers without a sign come as numbers with one.
        if (head.getSchemaVersion() < 0 || head.getSchemaVersion() > LARGEST_VERSION) {
            return "schema_version=" + Integer.toUnsignedString(head.getSchemaVersion()) + " is over "
                    + LARGEST_VERSION;
        }
        return null;
    }

    /** Puts a head without fault into a context. Trace and span are big endian, as in W3C's traceparent. */
    static void read(MessageHead head, MessageContext context) {
        context.reset().eventTime(head.getTsEvent()).correlation(head.getCorrelation());
        if (head.getSchemaId() != 0 || head.getSchemaVersion() != 0) {
            context.schema(head.getSchemaId(), head.getSchemaVersion());
        }
        if (head.hasCausation() && head.getCausation().getSequence() != 0) {
            context.causation(
                    head.getCausation().getSource(), head.getCausation().getSequence());
        }
        if (head.getTrace().size() == TRACE_BYTES) {
            ByteBuffer trace = head.getTrace().asReadOnlyByteBuffer();
            long span = head.getSpan().isEmpty()
                    ? 0
                    : head.getSpan().asReadOnlyByteBuffer().getLong();
            context.trace(trace.getLong(), trace.getLong(), span);
        }
    }

    /** A message on its way to the plugin, with bytes of its own. */
    static Delivery delivery(Delivered message) {
        byte[] payload = new byte[message.length()];
        message.payload().getBytes(message.offset(), payload);
        MessageHead.Builder head = MessageHead.newBuilder()
                .setTopic(message.topic().name())
                .setSchemaId(message.schemaId())
                .setSchemaVersion(message.schemaVersion())
                .setContentType(message.contentType())
                .setTsEvent(message.eventTime())
                .setCorrelation(message.correlation())
                .setTrace(bytes(message.traceHigh(), message.traceLow()))
                .setSpan(bytes(message.span()));
        if (message.causationSequence() != 0) {
            head.setCausation(MessageId.newBuilder()
                    .setSource(message.causationSource())
                    .setSequence(message.causationSequence()));
        }
        return Delivery.newBuilder()
                .setDelivery(message.delivery())
                .setHead(head)
                .setId(MessageId.newBuilder().setSource(message.source()).setSequence(message.sequence()))
                .setTsInit(message.initTime())
                .setTsPublish(message.publishTime())
                .setAttempt(message.attempt())
                .setReplayed(message.isReplayed())
                .setDuplicatePossible(message.isDuplicatePossible())
                .setPayload(UnsafeByteOperations.unsafeWrap(payload))
                .build();
    }

    private static ByteString bytes(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
        for (long word : words) {
            bytes.putLong(word);
        }
        return UnsafeByteOperations.unsafeWrap(bytes.flip());
    }
}
