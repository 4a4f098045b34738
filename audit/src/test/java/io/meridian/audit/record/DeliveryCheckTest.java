package io.meridian.audit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.MemoryBus;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.search.Hop;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.bus.topic.Topic;
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

/** Without sidecars: what they report is made up here. That real ones report so is shown where one message is taken from a real bus. */
final class DeliveryCheckTest {
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Topic TOPIC = Topic.of("platform.oms.event.alpha");
    private static final int SOURCE = 77;

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private long laterNs;
    private final EpochNanoClock clock = () -> SystemEpochNanoClock.INSTANCE.nanoTime() + laterNs;
    private Bus bus;
    private Publisher publisher;
    private Recorder recorder;
    private DeliveryReporter reporter;

    @BeforeEach
    void open() {
        bus = Bus.open(MemoryBus.fresh().clock(clock).instance(SOURCE));
        publisher = bus.publisher(PublisherSpec.durable(TOPIC));
        recorder = new Recorder(
                bus,
                Logs.log(folder),
                Logs.key(folder),
                new FolderPlace(Logs.second(folder)),
                new RecorderOptions(Logs.SMALL, RecordedTopics.all(), PersonalNames.NONE, 0, BOUND_NS),
                clock,
                told::add);
        reporter = new DeliveryReporter(bus, "momo-1", clock, told::add);
    }

    @AfterEach
    void close() {
        recorder.close();
        bus.close();
        assertTrue(Logs.verify(folder).isGood());
    }

    private void publish(int count) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        for (int i = 0; i < count; i++) {
            assertTrue(publisher.offer(bytes, 0, 8) > 0);
        }
    }

    private void given(byte kind, long... sequences) {
        for (long sequence : sequences) {
            reporter.delivered(kind, SOURCE, TOPIC.hash(), sequence, clock.nanoTime());
        }
    }

    private void until(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            recorder.work();
            reporter.work();
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> told + " " + recorder.figures());
        }
    }

    /** All that is on the bus is recorded, and that much time goes by. */
    private void pass(long ns) {
        laterNs += TimeUnit.SECONDS.toNanos(2);
        reporter.work();
        until(() -> recorder.work() == 0);
        laterNs += ns;
        until(() -> recorder.work() == 0);
        laterNs += TimeUnit.SECONDS.toNanos(1);
        until(() -> recorder.work() == 0);
    }

    @Test
    void shouldSayNothingWhenAllAgree() {
        for (int i = 0; i < 20; i++) {
            publish(3);
            given(DeliveryReport.EACH, 3 * i + 1, 3 * i + 2, 3 * i + 3);
            pass(BOUND_NS);
        }
        assertEquals(List.of(), told);
        assertEquals(80, recorder.figures().messages(), () -> recorder.figures().toString());
    }

    @Test
    void shouldRaiseAnAlarmWhenASubscriberWasGivenWhatNeverCameBy() {
        publish(1);
        given(DeliveryReport.SHARED, 1, 2, 3);
        pass(BOUND_NS / 2);
        assertEquals(List.of(), told);
        pass(BOUND_NS);
        assertEquals(
                List.of("ALARM: messages 2 to 3 of 77 on platform.oms.event.alpha: given to momo-1, but the recorder"
                        + " never had it from the bus."),
                told);
        assertTrue(
                recorder.figures().toString().contains("unseen=1"),
                () -> recorder.figures().toString());
    }

    @Test
    void shouldSayNothingWhenTheReportComesBeforeTheMessage() {
        publish(1);
        given(DeliveryReport.EACH, 1, 2);
        pass(BOUND_NS / 2);
        publish(1);
        pass(2 * BOUND_NS);
        assertEquals(List.of(), told);
    }

    @Test
    void shouldRaiseAnAlarmWhenASubscriberWasNotGivenOneAmongOthers() {
        publish(6);
        given(DeliveryReport.EACH, 1, 2, 5, 6);
        pass(BOUND_NS);
        assertEquals(
                List.of("ALARM: messages 3 to 4 of 77 on platform.oms.event.alpha: recorded, but not given to momo-1,"
                        + " which was given later ones."),
                told);
    }

    @Test
    void shouldSayNothingWhenOneIsGivenToAnotherOfTheGroupOrPassedOverOrGivenLate() {
        publish(6);
        given(DeliveryReport.SHARED, 1, 6);
        given(DeliveryReport.EACH, 1, 2, 4, 6);
        given(DeliveryReport.PASSED_OVER, 3);
        pass(BOUND_NS / 2);
        given(DeliveryReport.EACH, 5);
        pass(2 * BOUND_NS);
        assertEquals(List.of(), told);
    }

    @Test
    void shouldExpectNothingOfBeforeWhenSubscriptionsBeganAnew() {
        publish(6);
        given(DeliveryReport.EACH, 1, 2);
        reporter.forget();
        pass(2 * BOUND_NS);
        given(DeliveryReport.EACH, 6);
        pass(2 * BOUND_NS);
        assertEquals(List.of(), told);
    }

    @Test
    void shouldGiveNoticeOnceWhenASubscriberReportsNoMore() {
        publish(3);
        given(DeliveryReport.EACH, 1, 2, 3);
        pass(BOUND_NS);
        publish(2);
        pass(BOUND_NS / 2);
        assertEquals(List.of(), told);
        pass(BOUND_NS);
        pass(BOUND_NS);
        String notice = "NOTICE: messages 4 to 5 of 77 on platform.oms.event.alpha: recorded, and momo-1 reports"
                + " nothing of it. It is slow, or it has stopped or lost its sidecar.";
        assertEquals(List.of(notice), told);
        given(DeliveryReport.EACH, 4, 5);
        pass(BOUND_NS);
        publish(1);
        pass(BOUND_NS);
        pass(BOUND_NS);
        assertEquals(2, told.size(), told::toString);
    }

    /** What is old may still be read from one log of the bus when others are read to their end. */
    @Test
    void shouldWaitWhileOldMessagesStillCome() {
        publish(1);
        given(DeliveryReport.EACH, 1, 2);
        pass(0);
        for (int i = 0; i < 5; i++) {
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
            assertTrue(bus.publisher(PublisherSpec.durable("platform.old.topic" + i))
                            .offer(bytes, 0, 8)
                    > 0);
            // It is read when it is old.
            laterNs += BOUND_NS * 3 / 4;
            until(() -> recorder.work() == 0);
        }
        assertEquals(List.of(), told);
        pass(BOUND_NS);
        assertEquals(1, told.size(), told::toString);
    }

    @Test
    void shouldShowTheHoleWhenATraceIsFollowed() {
        publish(3);
        given(DeliveryReport.EACH, 1, 3);
        given(DeliveryReport.SHARED, 4);
        Publisher next = bus.publisher(PublisherSpec.durable("platform.oms.event.beta"));
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        MessageContext follows = new MessageContext().trace(5, 6, 0).causation(SOURCE, 4);
        assertTrue(next.offer(follows, bytes, 0, 8) > 0);
        pass(BOUND_NS);
        List<Hop> hops = TraceSearch.follow(List.of(Logs.log(folder)), Set.of("%016x%016x".formatted(5, 6)));
        assertEquals(1, hops.size());
        assertEquals(GapNote.Event.UNSEEN, hops.getFirst().lostCause().event());
        String[] trace = new String[1];
        LogScan.scan(Logs.log(folder), RecordFilter.ALL, (record, message) -> {
            if (message != null && message.id().equals("77/platform.oms.event.alpha/2")) {
                trace[0] = message.trace();
            }
            return true;
        });
        Hop missed =
                TraceSearch.follow(List.of(Logs.log(folder)), Set.of(trace[0])).getFirst();
        assertEquals(List.of("momo-1"), missed.missedBy());
        assertEquals(List.of(), missed.deliveries());
    }

    @Test
    void shouldGoOnWhenAReportCannotBeRead() {
        Publisher other = bus.publisher(PublisherSpec.durable(DeliveryReport.TOPIC + "old"));
        assertTrue(other.offer(new UnsafeBuffer(new byte[56]), 0, 56) > 0);
        publish(1);
        pass(0);
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("77/platform.audit.delivered.old/1"), told::toString);
        assertTrue(recorder.figures().toString().contains("unreadable_reports=1"));
    }
}
