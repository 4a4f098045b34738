package io.meridian.bus.testkit;

import io.meridian.bus.Message;
import java.nio.charset.StandardCharsets;

/** A copy of a message that stays when the handler is done: all that its envelope says, and the payload. */
public record Received(
        String topic,
        int source,
        long sequence,
        byte[] payload,
        long publishTime,
        long initTime,
        long eventTime,
        int payloadSchema,
        int payloadVersion,
        String contentType,
        long traceHigh,
        long traceLow,
        long span,
        long correlation,
        int causationSource,
        long causationSequence,
        boolean replayed,
        boolean duplicatePossible,
        int attempt,
        long token) {
    /** Copies what is there now. */
    public static Received copyOf(Message message) {
        byte[] payload = new byte[message.length()];
        message.buffer().getBytes(message.offset(), payload);
        return new Received(
                message.topic().name(),
                message.source(),
                message.sequence(),
                payload,
                message.publishTime(),
                message.initTime(),
                message.eventTime(),
                message.payloadSchema(),
                message.payloadVersion(),
                message.contentType(),
                message.traceHigh(),
                message.traceLow(),
                message.span(),
                message.correlation(),
                message.causationSource(),
                message.causationSequence(),
                message.isReplayed(),
                message.isDuplicatePossible(),
                message.attempt(),
                message.token());
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Source, topic and sequence: what makes it this message and no other. */
    public String id() {
        return source + "/" + topic + "/" + sequence;
    }

    /** Everything its publisher's bus stamped, in one line, to compare two messages by. */
    public String envelope() {
        return id() + " publish=" + publishTime + " init=" + initTime + " event=" + eventTime + " schema="
                + payloadSchema + "/" + payloadVersion + " content=" + contentType + " trace=" + traceHigh + "/"
                + traceLow + "/" + span + " correlation=" + correlation + " cause=" + causationSource + "/"
                + causationSequence;
    }

    @Override
    public String toString() {
        String text = text();
        return id()
                + (attempt > 1 ? " attempt " + attempt : "")
                + (duplicatePossible ? " (again?) " : " ")
                + (text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }
}
