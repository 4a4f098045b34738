package io.meridian.audit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.MemoryBus;
import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.People;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.search.Export;
import io.meridian.audit.search.ExportCheck;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.verify.Finding;
import io.meridian.audit.verify.Verification;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name is in no record, is proved while it is known, and can be erased. */
final class RecordedActTest {
    private static final PersonalNames NAMES = new PersonalNames("platform.control.act.", Set.of("by"));

    @TempDir
    private Path folder;

    private Bus bus;
    private Publisher acts;

    @BeforeEach
    void open() {
        bus = Bus.open(MemoryBus.fresh());
        acts = bus.publisher(PublisherSpec.durable("platform.control.act.desk").contentType("application/json"));
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private Recorder recorder() {
        return new Recorder(
                bus,
                Logs.log(folder),
                Logs.key(folder),
                new FolderPlace(Logs.second(folder)),
                new RecorderOptions(Logs.SMALL, RecordedTopics.all(), NAMES, 0, TimeUnit.SECONDS.toNanos(30)),
                SystemEpochNanoClock.INSTANCE,
                text -> {});
    }

    private void act(String by) {
        UnsafeBuffer bytes =
                new UnsafeBuffer(("{\"act\":\"KILL\",\"by\":\"" + by + "\"}").getBytes(StandardCharsets.US_ASCII));
        assertTrue(acts.offer(bytes, 0, bytes.capacity()) > 0);
    }

    private static void until(Recorder recorder, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            recorder.work();
            assertTrue(
                    System.nanoTime() - deadlineNs < 0, () -> recorder.figures().toString());
        }
    }

    private void record(String... people) {
        try (Recorder recorder = recorder()) {
            for (String each : people) {
                act(each);
            }
            until(recorder, () -> recorder.figures().messages() == people.length);
        }
    }

    private List<String> shown() {
        List<String> texts = new ArrayList<>();
        People people = People.of(Logs.log(folder));
        LogScan.scan(Logs.log(folder), RecordFilter.ALL, (record, message) -> {
            if (record.kind() == Kinds.ACT) {
                texts.add(people.reveal(new String(message.payload(), StandardCharsets.UTF_8))
                        .replaceFirst(",\"names_in.*", ""));
            }
            return true;
        });
        return texts;
    }

    private void requireNowhere(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                String all = new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
                assertFalse(all.contains(name), () -> name + " is in " + each);
            }
        }
    }

    @Test
    void shouldBeGoodAndHaveTheNameNowhereWhenItIsErased() throws IOException {
        record("anna", "bo", "anna");
        record("anna");
        assertEquals(
                List.of(
                        "{\"act\":\"KILL\",\"by\":\"anna\"", "{\"act\":\"KILL\",\"by\":\"bo\"",
                        "{\"act\":\"KILL\",\"by\":\"anna\"", "{\"act\":\"KILL\",\"by\":\"anna\""),
                shown());
        Verification before = Logs.verify(folder);
        assertTrue(before.isGood() && before.erased() == 0, before::toString);
        People.of(Logs.log(folder)).erase("anna");
        requireNowhere("anna");
        Verification after = Logs.verify(folder);
        assertTrue(after.isGood() && after.erased() == 3, after::toString);
        assertEquals(before.records(), after.records());
        assertEquals("{\"act\":\"KILL\",\"by\":\"bo\"", shown().get(1));
        record("anna");
        assertEquals("{\"act\":\"KILL\",\"by\":\"anna\"", shown().getLast());
        assertEquals(3, Logs.verify(folder).erased());
    }

    @Test
    void shouldFindThatSomebodyElseWasPutInTheNamesPlace() throws IOException {
        record("anna");
        Path file = Logs.log(folder).path().resolve(People.FILE);
        Files.writeString(file, Files.readString(file).replace("anna", "bert"));
        List<Finding> found = Logs.verify(folder).findings();
        assertEquals(1, found.size(), found::toString);
        assertEquals(Finding.Kind.FORGED_NAME, found.getFirst().kind());
    }

    @Test
    void shouldGiveOutTheNamesOfWhatIsExportedAndNoOthers() throws IOException {
        record("anna", "bo");
        People.of(Logs.log(folder)).erase("bo");
        Path other = folder.resolve("export");
        Path key = folder.resolve("key").resolve(SigningKey.PUBLIC_FILE);
        Export.write(Logs.log(folder), RecordFilter.ALL, key, other, List.of());
        assertEquals(
                List.of(1, 0),
                List.of(
                        People.of(other).references("anna").size(),
                        People.of(other).references("bo").size()));
        assertEquals(
                List.of(),
                ExportCheck.check(other, Logs.key(folder).publicKey()).findings());
        Path names = other.resolve(People.FILE);
        Files.writeString(names, Files.readString(names).replace("anna", "bert"));
        assertEquals(
                Finding.Kind.FORGED_NAME,
                ExportCheck.check(other, Logs.key(folder).publicKey())
                        .findings()
                        .getFirst()
                        .kind());
    }

    /** Neither a record with the name in clear nor a lost one. */
    @Test
    void shouldEndAndRecordItLaterWhenTheNameCannotBeKept() throws IOException {
        record("anna");
        Path file = Logs.log(folder).path().resolve(People.FILE);
        Path aside = folder.resolve("aside");
        Recorder recorder = recorder();
        Files.move(file, aside);
        Files.createDirectory(file);
        act("bo");
        AuditException told = assertThrows(AuditException.class, () -> until(recorder, () -> false));
        assertTrue(told.getMessage().contains(People.FILE), told::getMessage);
        recorder.close();
        Files.delete(file);
        Files.move(aside, file);
        try (Recorder again = recorder()) {
            until(again, () -> again.figures().messages() == 1);
        }
        assertEquals(2, shown().size());
        assertEquals("{\"act\":\"KILL\",\"by\":\"bo\"", shown().getLast());
        assertTrue(Logs.verify(folder).isGood());
    }
}
