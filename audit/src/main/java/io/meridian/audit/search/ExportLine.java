package io.meridian.audit.search;

import io.meridian.audit.log.ClockFacts;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** A record as one line of JSON: the same for the same record, so that a line proves nothing but can be proved. */
public final class ExportLine {
    private ExportLine() {}

    /** @param message null when the record is none */
    public static String json(RecordView record, RecordedMessage message) {
        StringBuilder line = new StringBuilder(512);
        line.append("{\"index\":").append(record.index());
        text(line, "recorded", time(record.timeNs()));
        text(line, "clock", ClockFacts.word(record.clockState()));
        line.append(",\"clock_error_ns\":").append(record.clockErrorNs() < 0 ? "null" : record.clockErrorNs());
        text(line, "kind", Kinds.word(record.kind()));
        if (message == null) {
            text(
                    line,
                    "note",
                    new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.UTF_8));
            return line.append('}').toString();
        }
        var envelope = message.envelope();
        text(line, "topic", message.topic());
        text(line, "source", Integer.toUnsignedString(envelope.source()));
        line.append(",\"sequence\":").append(envelope.sequence());
        text(line, "trace", message.trace());
        text(line, "span", "%016x".formatted(envelope.span()));
        if (envelope.causationSequence() != 0) {
            text(line, "cause_source", Integer.toUnsignedString(envelope.causationSource()));
            line.append(",\"cause_sequence\":").append(envelope.causationSequence());
        }
        if (envelope.correlation() != 0) {
            text(line, "correlation", Long.toUnsignedString(envelope.correlation()));
        }
        text(line, "event_time", time(envelope.eventTime()));
        text(line, "init_time", time(envelope.initTime()));
        text(line, "publish_time", time(envelope.publishTime()));
        line.append(",\"schema\":").append(envelope.payloadSchema());
        line.append(",\"schema_version\":").append(envelope.payloadVersion());
        text(line, "content_type", envelope.contentType());
        byte[] payload = message.payload();
        if (envelope.contentType().equals("application/json")) {
            text(line, "text", new String(payload, StandardCharsets.UTF_8));
        } else {
            text(line, "payload", Base64.getEncoder().encodeToString(payload));
        }
        return line.append('}').toString();
    }

    /** UTC, to the nanosecond. */
    public static String time(long ns) {
        return Instant.ofEpochSecond(0, ns).toString();
    }

    private static void text(StringBuilder line, String name, String value) {
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ') {
                line.append("\\u%04x".formatted((int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
