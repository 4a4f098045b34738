package io.meridian.sdk.test;

import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.sdk.Profile;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message on the fake bus.
 *
 * @param source    number of the instance that published it
 * @param duplicate whether its publisher said that it may have been published before
 * @param historical whether it is a recording of the past
 */
public record Published(
        String topic,
        Profile profile,
        int source,
        long sequence,
        long eventTimeNs,
        long publishTimeNs,
        int schemaId,
        int schemaVersion,
        long correlation,
        int causationSource,
        long causationSequence,
        boolean duplicate,
        boolean historical,
        byte[] payload) {

    /** As a handler would see it. */
    public Message message() {
        UnsafeBuffer frame = frame(0, 0, 0, 1, false);
        return new Message().wrap(frame, 0, frame.capacity(), topic, historical);
    }

    /** The event in it, or null. It lasts. */
    public Event event() {
        return new Events().of(message());
    }

    UnsafeBuffer frame(int subscription, int topicNumber, long delivery, int attempt, boolean again) {
        int block = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;
        UnsafeBuffer frame = new UnsafeBuffer(new byte[block + payload.length]);
        DeliverEncoder deliver = new DeliverEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .delivery(delivery)
                .subscription(subscription)
                .topic(topicNumber)
                .sequence(sequence)
                .source(source)
                .schemaId(schemaId)
                .eventTime(eventTimeNs)
                .initTime(publishTimeNs)
                .publishTime(publishTimeNs)
                .correlation(correlation)
                .causationSequence(causationSequence)
                .traceHigh(source)
                .traceLow(sequence)
                .span(sequence)
                .causationSource(causationSource)
                .schemaVersion(schemaVersion)
                .attempt((short) attempt);
        deliver.flags().clear().replayed(historical).duplicatePossible(duplicate || again);
        frame.putBytes(block, payload);
        return frame;
    }

    @Override
    public String toString() {
        Event event = event();
        return topic
                + (event == null
                        ? " " + payload.length + " bytes"
                        : " " + event.getClass().getSimpleName());
    }
}
