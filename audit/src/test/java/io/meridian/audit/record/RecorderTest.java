package io.meridian.audit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.MemoryBus;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.mirror.LogMirror;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.search.Export;
import io.meridian.audit.search.ExportCheck;
import io.meridian.audit.search.Hop;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.MessageContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an engine: that the real ones do the same is shown where the recorder is killed on each. */
final class RecorderTest {
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String TOPIC = "platform.oms.event.alpha";

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private Bus bus;
    private long keepNs;
    private EpochNanoClock clock = SystemEpochNanoClock.INSTANCE;

    @BeforeEach
    void open() {
        bus = open(Long.toHexString(System.nanoTime()));
    }

    private static Bus open(String name) {
        return Bus.open(MemoryBus.named(name));
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
                new RecorderOptions(Logs.SMALL, RecordedTopics.all(), PersonalNames.NONE, keepNs, BOUND_NS),
                clock,
                told::add);
    }

    private static long publish(Publisher publisher, String text) {
        UnsafeBuffer bytes = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        long result = publisher.offer(bytes, 0, bytes.capacity());
        assertTrue(result > 0, () -> "result=" + result);
        return result;
    }

    private static void until(Recorder recorder, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            recorder.work();
            assertTrue(
                    System.nanoTime() - deadlineNs < 0, () -> recorder.figures().toString());
        }
    }

    private List<String> payloads(byte kind) {
        List<String> texts = new ArrayList<>();
        LogScan.scan(
                Logs.log(folder),
                new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, kind, null, null, null),
                (record, message) -> texts.add(new String(message.payload(), StandardCharsets.US_ASCII)));
        return texts;
    }

    @Test
    void shouldRecordEachDurableMessageOnceAcrossItsRuns() {
        List<String> expected = new ArrayList<>();
        Publisher publisher = bus.publisher(PublisherSpec.durable(TOPIC));
        for (int run = 0; run < 4; run++) {
            try (Recorder recorder = recorder()) {
                for (int i = 0; i < 700; i++) {
                    expected.add("message " + expected.size());
                    publish(publisher, expected.getLast());
                }
                until(recorder, () -> recorder.figures().messages() >= 700);
            }
        }
        assertEquals(expected, payloads(Kinds.MESSAGE));
        assertTrue(Logs.verify(folder).isGood());
        assertEquals(List.of(), told);
    }

    /** Else it would grow for ever where it is carried to the bus that it records. */
    @Test
    void shouldNotRecordItsOwnCopy() {
        Publisher copies = bus.publisher(PublisherSpec.durable(LogMirror.TOPICS + "0".repeat(32)));
        Publisher orders = bus.publisher(PublisherSpec.durable(TOPIC));
        try (Recorder recorder = recorder()) {
            publish(copies, "a piece");
            publish(orders, "an order");
            until(recorder, () -> recorder.figures().messages() >= 1);
        }
        assertEquals(List.of("an order"), payloads(Kinds.MESSAGE));
    }

    /** A quote that nobody would record, and the order that followed from it. */
    @Test
    void shouldRecordTheCauseOfADurableMessageAndFollowTheTrace() {
        String trace;
        try (Recorder recorder = recorder()) {
            Publisher quotes = bus.publisher(PublisherSpec.fast("platform.data.quote.XNAS.AAPL"));
            Publisher orders = bus.publisher(PublisherSpec.durable(TOPIC));
            MessageContext[] follows = new MessageContext[1];
            var subscription = bus.subscribe(io.meridian.bus.SubscriptionSpec.fast("platform.data.**"), message -> {
                if (message.sequence() == 2) {
                    follows[0] = message.follow(new MessageContext());
                }
                return io.meridian.bus.Verdict.ACCEPT;
            });
            for (int i = 1; i <= 3; i++) {
                publish(quotes, "quote " + i);
            }
            until(recorder, () -> {
                subscription.poll(10);
                return follows[0] != null;
            });
            until(recorder, () -> recorder.work() == 0);
            UnsafeBuffer order = new UnsafeBuffer("order".getBytes(StandardCharsets.US_ASCII));
            assertTrue(orders.offer(follows[0], order, 0, 5) > 0);
            until(recorder, () -> recorder.figures().messages() == 1);
            trace = "%016x%016x".formatted(follows[0].traceHigh(), follows[0].traceLow());
        }
        assertEquals(List.of("quote 2"), payloads(Kinds.CAUSE));
        List<Hop> hops = TraceSearch.follow(List.of(Logs.log(folder)), Set.of(trace));
        assertEquals(2, hops.size(), hops::toString);
        assertEquals(-1, hops.get(0).causedBy());
        assertEquals(0, hops.get(1).causedBy());
        assertTrue(hops.get(1).recordedNs() >= hops.get(1).publishedNs());
    }

    @Test
    void shouldRemoveWhatIsOldEnoughAndSaySoAndBeGood() throws IOException {
        long[] later = new long[1];
        clock = () -> SystemEpochNanoClock.INSTANCE.nanoTime() + later[0];
        keepNs = TimeUnit.HOURS.toNanos(1);
        Publisher publisher = bus.publisher(PublisherSpec.durable(TOPIC));
        Path hold = Logs.log(folder).path().resolve(Retirement.HOLD);
        try (Recorder recorder = recorder()) {
            for (int i = 0; i < 1_000; i++) {
                publish(publisher, "old " + i);
            }
            until(recorder, () -> recorder.figures().messages() == 1_000);
            later[0] = TimeUnit.HOURS.toNanos(2);
            Files.writeString(hold, "a question of the regulator");
            for (int i = 0; i < 1_000; i++) {
                publish(publisher, "new " + i);
            }
            until(recorder, () -> recorder.figures().messages() == 2_000);
            assertEquals(
                    1_000,
                    payloads(Kinds.MESSAGE).stream()
                            .filter(each -> each.startsWith("old"))
                            .count());
            assertTrue(told.stream().anyMatch(each -> each.contains("there is a legal-hold.txt")), told::toString);
            Files.delete(hold);
            for (int i = 0; i < 1_000; i++) {
                publish(publisher, "newer " + i);
            }
            until(recorder, () -> told.getLast().contains("old enough, and are removed"));
            until(recorder, () -> recorder.figures().messages() == 3_000);
        }
        assertTrue(LogFolder.first(Logs.log(folder).segments().getFirst()) > 500);
        assertTrue(Logs.verify(folder).isGood(), () -> Logs.verify(folder).toString());
        // Another file than those that were old enough is missed.
        Files.delete(Logs.log(folder).segments().getFirst());
        assertEquals("DELETED", Logs.verify(folder).findings().getFirst().kind().name());
    }

    @Test
    void shouldSayThatTheClockWasSetBackAndNeverGoBackwards() throws IOException {
        long[] set = new long[1];
        clock = () -> SystemEpochNanoClock.INSTANCE.nanoTime() + set[0];
        Publisher publisher = bus.publisher(PublisherSpec.durable(TOPIC));
        // Between two runs, then within one.
        try (Recorder recorder = recorder()) {
            publish(publisher, "before");
            until(recorder, () -> recorder.figures().messages() == 1);
        }
        assertEquals(List.of(), told);
        set[0] = -TimeUnit.HOURS.toNanos(1);
        try (Recorder recorder = recorder()) {
            publish(publisher, "set back");
            until(recorder, () -> recorder.figures().messages() == 1);
            assertEquals(1, told.size(), told::toString);
            assertTrue(told.getFirst().startsWith("ALARM: the clock was set back: it is 35"), told::toString);
            set[0] = 0;
            publish(publisher, "right again");
            until(recorder, () -> recorder.figures().messages() == 2);
            set[0] = -TimeUnit.SECONDS.toNanos(5);
            publish(publisher, "set back again");
            until(recorder, () -> told.size() == 2);
        }
        List<String> notes = new ArrayList<>();
        long[] last = new long[1];
        LogScan.scan(Logs.log(folder), RecordFilter.ALL, (record, message) -> {
            assertTrue(record.timeNs() >= last[0]);
            last[0] = record.timeNs();
            if (message == null) {
                notes.add(new String(record.bytes(), record.bodyOffset(), 26, StandardCharsets.US_ASCII));
            }
            return true;
        });
        assertEquals(
                2,
                notes.stream().filter(each -> each.contains("CLOCK_SET_BACK")).count(),
                notes::toString);
        assertEquals(
                1,
                notes.stream().filter(each -> each.contains("CLOCK_CAUGHT_U")).count(),
                notes::toString);
        assertTrue(Logs.verify(folder).isGood());
    }

    @Test
    void shouldExportWhatCanBeCheckedWithTheKeyAlone() throws IOException {
        Publisher publisher = bus.publisher(PublisherSpec.durable(TOPIC));
        Publisher others = bus.publisher(PublisherSpec.durable("platform.oms.event.beta"));
        try (Recorder recorder = recorder()) {
            for (int i = 0; i < 500; i++) {
                publish(publisher, "alpha " + i);
                publish(others, "beta " + i);
            }
            until(recorder, () -> recorder.figures().messages() == 1_000);
        }
        Path export = folder.resolve("export");
        RecordFilter filter = new RecordFilter(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                (byte) 0,
                new RecordFilter.Topics("platform.oms.event.beta"),
                null,
                null);
        Path key = folder.resolve("key").resolve(SigningKey.PUBLIC_FILE);
        assertEquals(
                500,
                Export.write(Logs.log(folder), filter, key, export, List.of()).records());
        assertGood(export, true);
        for (String file : List.of("records.jsonl", "proofs.txt", "checkpoints.txt")) {
            Path path = export.resolve(file);
            byte[] honest = Files.readAllBytes(path);
            for (int at = 200; at < honest.length; at += honest.length / 7) {
                byte[] forged = honest.clone();
                forged[at] = (byte) (forged[at] == '7' ? '8' : '7');
                Files.write(path, forged);
                assertGood(export, false);
            }
            Files.write(path, honest);
        }
        Path records = export.resolve("records.jsonl");
        Path proofs = export.resolve("proofs.txt");
        for (Path path : List.of(records, proofs)) {
            List<String> lines = Files.readAllLines(path);
            Files.write(path, lines.subList(0, 499));
        }
        assertGood(export, false);
    }

    private void assertGood(Path export, boolean good) {
        ExportCheck.Result result = ExportCheck.check(export, Logs.key(folder).publicKey());
        assertEquals(good, result.findings().isEmpty(), result::toString);
    }
}
