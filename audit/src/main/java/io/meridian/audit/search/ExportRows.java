package io.meridian.audit.search;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.ClockFacts;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The records of an export as rows of a table, for whoever makes one of them. They are read from what is proved, so that a table can be held against it. */
public final class ExportRows {
    /** The names of the columns. */
    public static final List<String> COLUMNS = List.of(
            "index",
            "recorded",
            "clock",
            "clock_error_ns",
            "kind",
            "topic",
            "source",
            "sequence",
            "trace",
            "span",
            "cause_source",
            "cause_sequence",
            "correlation",
            "event_time",
            "init_time",
            "publish_time",
            "schema",
            "schema_version",
            "content_type",
            "text",
            "payload");
    /** Those that hold whole numbers of at most 63 bits. */
    public static final Set<String> NUMBERS = Set.of(
            "index",
            "clock_error_ns",
            "source",
            "sequence",
            "cause_source",
            "cause_sequence",
            "schema",
            "schema_version");
    /** Those that hold times, in ns since the epoch. */
    public static final Set<String> TIMES = Set.of("recorded", "event_time", "init_time", "publish_time");

    private static final int OF_EVERY_RECORD = 5;

    private ExportRows() {}

    /** Hears of the rows. */
    @FunctionalInterface
    public interface Reader {
        /** @param values one for each column; null: none */
        void onRow(List<String> values) throws IOException;
    }

    /** Reads them in their order. */
    public static void read(Path export, Reader reader) {
        RecordView record = new RecordView();
        RecordedMessage message = new RecordedMessage();
        try (BufferedReader proofs = Files.newBufferedReader(export.resolve(Export.PROOFS))) {
            for (String line = proofs.readLine(); line != null; line = proofs.readLine()) {
                String[] words = line.split(" ", -1);
                byte[] bytes = Base64.getDecoder().decode(words.length > 2 ? words[2] : "");
                if (record.wrap(bytes, 0, bytes.length) != bytes.length) {
                    throw new AuditException(export.resolve(Export.PROOFS) + " has a line that is no proof.");
                }
                reader.onRow(values(record, LogScan.isMessage(record, message) ? message : null));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new AuditException("The export in " + export + " cannot be read or written: " + e, e);
        }
    }

    private static List<String> values(RecordView record, RecordedMessage message) {
        List<String> values = new ArrayList<>();
        values.add(Long.toString(record.index()));
        values.add(Long.toString(record.timeNs()));
        values.add(ClockFacts.word(record.clockState()));
        values.add(record.clockErrorNs() < 0 ? null : Long.toString(record.clockErrorNs()));
        values.add(Kinds.word(record.kind()));
        if (message == null) {
            values.addAll(Collections.nCopies(COLUMNS.size() - OF_EVERY_RECORD - 2, null));
            values.add(new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.UTF_8));
            values.add(null);
            return values;
        }
        var envelope = message.envelope();
        boolean caused = envelope.causationSequence() != 0;
        values.add(message.topic());
        values.add(Integer.toUnsignedString(envelope.source()));
        values.add(Long.toString(envelope.sequence()));
        values.add(message.trace());
        values.add("%016x".formatted(envelope.span()));
        values.add(caused ? Integer.toUnsignedString(envelope.causationSource()) : null);
        values.add(caused ? Long.toString(envelope.causationSequence()) : null);
        values.add(envelope.correlation() == 0 ? null : Long.toUnsignedString(envelope.correlation()));
        values.add(Long.toString(envelope.eventTime()));
        values.add(Long.toString(envelope.initTime()));
        values.add(Long.toString(envelope.publishTime()));
        values.add(Integer.toString(envelope.payloadSchema()));
        values.add(Integer.toString(envelope.payloadVersion()));
        values.add(envelope.contentType());
        boolean isText = envelope.contentType().equals("application/json");
        values.add(isText ? new String(message.payload(), StandardCharsets.UTF_8) : null);
        values.add(isText ? null : Base64.getEncoder().encodeToString(message.payload()));
        return values;
    }
}
