package io.meridian.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.record.RecordedTopics;
import io.meridian.audit.record.Recorder;
import io.meridian.audit.record.RecorderOptions;
import io.meridian.audit.search.Export;
import io.meridian.audit.search.ExportCheck;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.verify.Finding;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.setting.Settings;
import io.meridian.marketfiles.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetRecordsTest {
    private static final int MESSAGES = 60;

    @TempDir
    private Path folder;

    private Path export;
    private SigningKey key;

    @BeforeEach
    void export() {
        key = SigningKey.in(folder.resolve("key"));
        LogFolder log = new LogFolder(folder.resolve("log"));
        try (Bus bus = Bus.open(new BusContext()
                        .settings(Settings.of(
                                BusSettings.schemas(),
                                Map.of("bus.backend", "memory", "memory.space", Long.toHexString(System.nanoTime()))))
                        .unrestricted());
                Recorder recorder = new Recorder(
                        bus,
                        log,
                        key,
                        new FolderPlace(folder.resolve("second")),
                        new RecorderOptions(LogOptions.DEFAULT, RecordedTopics.all(), PersonalNames.NONE, 0, 1L << 40),
                        SystemEpochNanoClock.INSTANCE,
                        text -> {})) {
            Publisher binary =
                    bus.publisher(PublisherSpec.durable("test.binary").schema(7, 2));
            Publisher json = bus.publisher(PublisherSpec.durable("test.json").contentType("application/json"));
            for (int i = 0; i < MESSAGES / 2; i++) {
                offer(binary, new byte[] {0, (byte) 0xFF, (byte) i});
                offer(json, ("{\"text\":\"line\\n, \u00e9 \\\"" + i + "\\\"\"}\n").getBytes(StandardCharsets.UTF_8));
            }
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (recorder.figures().messages() < MESSAGES) {
                recorder.work();
                assertTrue(System.nanoTime() - deadlineNs < 0);
            }
        }
        export = folder.resolve("export");
        Export.write(
                log,
                RecordFilter.ALL,
                folder.resolve("key").resolve(SigningKey.PUBLIC_FILE),
                export,
                List.of(ParquetRecords.FILE));
        ParquetRecords.write(export);
    }

    private static void offer(Publisher publisher, byte[] bytes) {
        assertTrue(publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
    }

    /** Writes the table anew with other rows. */
    private void forge(UnaryOperator<List<List<String>>> change) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        TextTable.read(export.resolve(ParquetRecords.FILE), ParquetRecords.COLUMNS, rows::add);
        Files.delete(export.resolve(ParquetRecords.FILE));
        try (TextTable table = new TextTable(export.resolve(ParquetRecords.FILE), ParquetRecords.COLUMNS)) {
            for (List<String> row : change.apply(rows)) {
                table.add(row);
            }
            table.finish();
        }
    }

    private List<Finding.Kind> found() {
        return ParquetRecords.check(export).stream().map(Finding::kind).toList();
    }

    @Test
    void shouldSayInEachRowWhatWasRecorded() throws IOException {
        assertEquals(List.of(), ExportCheck.check(export, key.publicKey()).findings());
        assertEquals(List.of(), ParquetRecords.check(export));
        List<String> topics = new ArrayList<>();
        TextTable.read(export.resolve(ParquetRecords.FILE), ParquetRecords.COLUMNS, row -> topics.add(row.get(5)));
        assertEquals(MESSAGES, topics.stream().filter(each -> each != null).count());
        forge(rows -> rows);
        assertEquals(List.of(), ParquetRecords.check(export), "the same rows written anew");
    }

    @Test
    void shouldFindARowThatWasChangedTakenOrAddedAndAFileThatIsGone() throws IOException {
        List<List<String>> honest = new ArrayList<>();
        TextTable.read(export.resolve(ParquetRecords.FILE), ParquetRecords.COLUMNS, honest::add);
        List<String> changed = new ArrayList<>(honest.get(10));
        changed.set(1, Long.toString(Long.parseLong(changed.get(1)) + 1));
        List<List<String>> other = new ArrayList<>(honest);
        other.set(10, changed);
        forge(rows -> other);
        assertEquals(List.of(Finding.Kind.EDITED), found());
        forge(rows -> honest.subList(0, honest.size() - 1));
        assertEquals(List.of(Finding.Kind.DELETED), found());
        List<List<String>> more = new ArrayList<>(honest);
        more.add(changed);
        forge(rows -> more);
        assertEquals(List.of(Finding.Kind.INSERTED), found());
        Files.writeString(export.resolve(ParquetRecords.FILE), "none");
        assertEquals(List.of(Finding.Kind.DAMAGED), found());
        Files.delete(export.resolve(ParquetRecords.FILE));
        assertEquals(
                Finding.Kind.DELETED,
                ExportCheck.check(export, key.publicKey()).findings().getFirst().kind());
    }
}
