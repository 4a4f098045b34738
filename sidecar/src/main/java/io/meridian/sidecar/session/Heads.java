package io.meridian.sidecar.session;

import com.google.protobuf.ByteString;
import io.meridian.bus.Message;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import java.nio.ByteBuffer;

/** What goes with a message, as the contract writes it. Allocates. */
public final class Heads {
    private Heads() {}

    static MessageHead of(Message message) {
        Delivered view = new Delivered();
        view.show(message);
        return of(view);
    }

    /** The head of a delivery. */
    public static MessageHead of(Delivered message) {
        MessageHead.Builder head = MessageHead.newBuilder()
                .setTopic(message.topic().name())
                .setSchemaId(message.schemaId())
                .setSchemaVersion(message.schemaVersion())
                .setContentType(message.contentType())
                .setTsEvent(message.eventTime())
                .setCorrelation(message.correlation())
                .setTrace(trace(message.traceHigh(), message.traceLow()))
                .setSpan(span(message.span()));
        if (message.causationSequence() != 0) {
            head.setCausation(MessageId.newBuilder()
                    .setSource(message.causationSource())
                    .setSequence(message.causationSequence()));
        }
        return head.build();
    }

    static MessageId id(Message message) {
        return MessageId.newBuilder()
                .setSource(message.source())
                .setSequence(message.sequence())
                .build();
    }

    static ByteString payload(Message message) {
        byte[] bytes = new byte[message.length()];
        message.buffer().getBytes(message.offset(), bytes);
        return ByteString.copyFrom(bytes);
    }

    private static ByteString trace(long high, long low) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
    }

    private static ByteString span(long span) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(span).flip());
    }
}
