package io.meridian.audit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.MemoryBus;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.search.Hop;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders in one log, for ever, and what was delivered to whom in another, for an hour. */
final class RetentionClassTest {
    private static final int SOURCE = 77;
    private static final Topic ORDERS = Topic.of("platform.oms.event.alpha");
    private static final List<TopicPattern> REPORTS = List.of(TopicPattern.of(DeliveryReport.PATTERN));
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private long laterNs;
    private final EpochNanoClock clock = () -> SystemEpochNanoClock.INSTANCE.nanoTime() + laterNs;
    private Bus bus;
    private Publisher publisher;
    private DeliveryReporter reporter;

    @BeforeEach
    void open() {
        bus = Bus.open(MemoryBus.fresh().clock(clock).instance(SOURCE));
        publisher = bus.publisher(PublisherSpec.durable(ORDERS));
        reporter = new DeliveryReporter(bus, "momo-1", clock, told::add);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private Recorder recorder(String shard, RecordedTopics topics, long keepNs) {
        LogOptions log = new LogOptions(shard, 20_000, 100, TimeUnit.MILLISECONDS.toNanos(10));
        return new Recorder(
                bus,
                Logs.log(folder.resolve(shard)),
                Logs.key(folder.resolve(shard)),
                new FolderPlace(Logs.second(folder.resolve(shard))),
                new RecorderOptions(log, topics, PersonalNames.NONE, keepNs, BOUND_NS),
                clock,
                told::add);
    }

    /** Each recorded, given, and reported. */
    private void trade(int count) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        for (int i = 0; i < count; i++) {
            long sequence = publisher.offer(bytes, 0, 8);
            assertTrue(sequence > 0);
            reporter.delivered(DeliveryReport.EACH, SOURCE, ORDERS.hash(), sequence, clock.nanoTime());
            laterNs += TimeUnit.SECONDS.toNanos(2);
            reporter.work();
        }
    }

    private static void work(BooleanSupplier until, Recorder... recorders) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!until.getAsBoolean()) {
            for (Recorder each : recorders) {
                each.work();
            }
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> recorders[0].figures() + " " + recorders[1].figures());
        }
    }

    private Set<String> topics(String shard) {
        Set<String> topics = new TreeSet<>();
        LogScan.scan(Logs.log(folder.resolve(shard)), RecordFilter.ALL, (record, message) -> {
            if (message != null) {
                topics.add(message.topic());
            }
            return true;
        });
        return topics;
    }

    private long first(String shard) {
        return LogFolder.first(Logs.log(folder.resolve(shard)).segments().getFirst());
    }

    @Test
    void shouldRemoveOneKindOfRecordsAndKeepTheOtherWhenEachHasALog() {
        for (int run = 0; run < 2; run++) {
            try (Recorder orders = recorder("main", new RecordedTopics(List.of(), REPORTS), 0);
                    Recorder reports =
                            recorder("delivered", new RecordedTopics(REPORTS, List.of()), TimeUnit.HOURS.toNanos(1))) {
                trade(400);
                work(
                        () -> orders.figures().messages() == 400
                                && reports.figures().messages() == 400,
                        orders,
                        reports);
                laterNs += TimeUnit.HOURS.toNanos(2);
                trade(100);
                work(
                        () -> orders.figures().messages() == 500
                                && reports.figures().messages() == 500,
                        orders,
                        reports);
                work(() -> first("delivered") > 300, orders, reports);
            }
        }
        assertEquals(0, first("main"));
        assertEquals(Set.of(ORDERS.name()), topics("main"));
        assertEquals(Set.of("platform.audit.delivered.momo-1"), topics("delivered"));
        for (String shard : List.of("main", "delivered")) {
            assertTrue(
                    Logs.verify(folder.resolve(shard)).isGood(),
                    () -> Logs.verify(folder.resolve(shard)).toString());
        }
        assertTrue(told.stream().noneMatch(each -> each.startsWith("ALARM")), told::toString);
        followTheLast();
    }

    private void followTheLast() {
        String[] last = new String[1];
        LogScan.scan(Logs.log(folder.resolve("main")), RecordFilter.ALL, (record, message) -> {
            last[0] = message == null ? last[0] : message.trace();
            return true;
        });
        List<Hop> hops = TraceSearch.follow(
                List.of(Logs.log(folder.resolve("main")), Logs.log(folder.resolve("delivered"))), Set.of(last[0]));
        assertEquals("momo-1", hops.getFirst().deliveries().getFirst().instance());
    }

    /** Not to have a topic is no reason to be silent about those that the log is to have. */
    @Test
    void shouldStillHoldReportsAgainstTheLogThatDoesNotHaveThem() {
        try (Recorder orders = recorder("main", new RecordedTopics(List.of(), REPORTS), 0);
                Recorder reports = recorder("delivered", new RecordedTopics(REPORTS, List.of()), 0)) {
            trade(5);
            reporter.delivered(DeliveryReport.EACH, SOURCE, ORDERS.hash(), 6, clock.nanoTime());
            laterNs += TimeUnit.SECONDS.toNanos(2);
            reporter.work();
            work(() -> reports.figures().messages() == 6, orders, reports);
            laterNs += 2 * BOUND_NS;
            work(() -> !told.isEmpty(), orders, reports);
            laterNs += 2 * BOUND_NS;
            for (int i = 0; i < 100; i++) {
                orders.work();
                reports.work();
            }
        }
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("ALARM: message 6 of 77 on platform.oms.event.alpha: given"));
    }
}
