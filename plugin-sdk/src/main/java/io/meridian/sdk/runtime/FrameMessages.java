package io.meridian.sdk.runtime;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.MessageId;
import io.meridian.sdk.event.Message;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts a message that came in the contract's own form, as requests do, into the form that handlers see. */
final class FrameMessages {
    private FrameMessages() {}

    static Message of(MessageHead head, MessageId id, ByteString payload) {
        int block = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;
        UnsafeBuffer frame = new UnsafeBuffer(new byte[block + payload.size()]);
        new DeliverEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sequence(id.getSequence())
                .source(id.getSource())
                .schemaId(head.getSchemaId())
                .schemaVersion(head.getSchemaVersion())
                .eventTime(head.getTsEvent())
                .correlation(head.getCorrelation())
                .causationSource(head.getCausation().getSource())
                .causationSequence(head.getCausation().getSequence())
                .attempt((short) 1);
        frame.putBytes(block, payload.toByteArray());
        return new Message().wrap(frame, 0, frame.capacity(), head.getTopic(), false);
    }
}
