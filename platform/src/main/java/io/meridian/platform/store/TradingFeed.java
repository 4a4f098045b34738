package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.trading.TradingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What is told of trading, of what leads to it, runs it and is referred to by it, from the bus into the store. Of durable messages it keeps its place in the bus and
 * confirms one when it is stored, so nothing is missed; of those on the fast profile it stores what it hears. A message that is told again is stored
 * once. For the thread of the bus.
 */
final class TradingFeed {
    private static final int ROUND = 64;
    /** What the store is called where it reports what it was given. */
    private static final String NAME = "store";
    /** Half of what the bus hands out unconfirmed, so that reading goes on while the store writes. */
    private static final int MOST_ROWS = 512;
    /** Messages on the fast profile are taken beyond that, and then left out. */
    private static final int MOST_ROWS_IN_ALL = 4 * MOST_ROWS;

    private final StoreWriter writer;
    private final StoreFigures figures;
    private final EpochNanoClock clock;
    private final Complaints refusals;
    private final DeliveryReporter deliveries;
    private final Telling telling = new Telling();
    private final List<Subscription> durable = new ArrayList<>();
    private final List<Subscription> fast = new ArrayList<>();
    private List<Pending> filling = new ArrayList<>();
    private int fillingRows;
    private long leftOut;
    private List<Pending> storing = List.of();
    private CompletableFuture<List<String>> stored;

    /** A message that is not stored yet. @param from where it is to be confirmed; null: nowhere */
    private record Pending(Subscription from, long token, List<TradingRow> rows) {}

    /** @param instruments the last row of each that is stored */
    TradingFeed(
            Bus bus,
            List<TradingRow> instruments,
            StoreWriter writer,
            StoreFigures figures,
            EpochNanoClock clock,
            Consumer<String> log) {
        this.writer = writer;
        this.figures = figures;
        this.clock = clock;
        refusals = new Complaints(log);
        deliveries = new DeliveryReporter(bus, NAME, clock, log);
        TradingDecoder trading = new TradingDecoder();
        SignalDecoder signals = new SignalDecoder();
        keep(bus, "store-trading", TopicTemplate.OMS_EVENT, trading);
        keep(bus, "store-values", TopicTemplate.NAV, trading);
        keep(bus, "store-targets", TopicTemplate.TARGET, signals);
        ReferenceDecoder references = new ReferenceDecoder(instruments);
        keep(bus, "store-calendars", TopicTemplate.CALENDAR, references);
        hear(bus, TopicTemplate.INSTRUMENT, references);
        hear(bus, TopicTemplate.INSIGHT, signals);
        hear(bus, TopicTemplate.TELEMETRY, new TelemetryDecoder());
    }

    private void keep(Bus bus, String name, TopicTemplate template, Telling.Decoder decoder) {
        Subscription[] itself = new Subscription[1];
        itself[0] = bus.subscribe(
                SubscriptionSpec.durable(template.pattern()).named(name).from(StartAt.EARLIEST),
                message -> onDurable(message, decoder, itself));
        durable.add(itself[0]);
    }

    private void hear(Bus bus, TopicTemplate template, Telling.Decoder decoder) {
        fast.add(bus.subscribe(
                SubscriptionSpec.fast(template.pattern()).withoutDuplicates(), message -> onFast(message, decoder)));
    }

    private Verdict onDurable(Message message, Telling.Decoder decoder, Subscription[] from) {
        try {
            boolean waits = take(message, decoder, from[0]);
            came(message.isReplayed() ? DeliveryReport.PASSED_OVER : DeliveryReport.EACH, message);
            return waits ? Verdict.HOLD : Verdict.ACCEPT;
        } catch (MarketDataException wrong) {
            refuse(message, wrong);
            message.because("the store cannot keep it: " + wrong.getMessage());
            came(DeliveryReport.PASSED_OVER, message);
            return Verdict.REJECT;
        }
    }

    private Verdict onFast(Message message, Telling.Decoder decoder) {
        if (fillingRows >= MOST_ROWS_IN_ALL) {
            leftOut++;
            return Verdict.ACCEPT;
        }
        try {
            take(message, decoder, null);
        } catch (MarketDataException wrong) {
            refuse(message, wrong);
        }
        return Verdict.ACCEPT;
    }

    /** @return whether there is anything of it to store */
    private boolean take(Message message, Telling.Decoder decoder, Subscription from) {
        if (message.isReplayed()) {
            figures.replayed.lazySet(figures.replayed.get() + 1);
            return false;
        }
        List<TradingRow> rows = telling.rows(message, decoder);
        if (rows.isEmpty()) {
            return false;
        }
        filling.add(new Pending(from, from == null ? 0 : message.token(), rows));
        fillingRows += rows.size();
        return true;
    }

    private void refuse(Message message, MarketDataException wrong) {
        figures.refused.lazySet(figures.refused.get() + 1);
        refusals.say(
                "not stored: a message on " + message.topic().name() + ", sequence " + message.sequence() + ": "
                        + wrong.getMessage(),
                clock.nanoTime());
    }

    private void came(byte kind, Message message) {
        deliveries.delivered(kind, message.source(), message.topic().hash(), message.sequence(), clock.nanoTime());
    }

    int work() {
        int work = 0;
        deliveries.work();
        for (Subscription subscription : durable) {
            if (fillingRows < MOST_ROWS) {
                work += subscription.poll(Math.min(ROUND, MOST_ROWS - fillingRows));
            }
        }
        // Always, as on some engines who does not read one topic holds up the publishers of all.
        for (Subscription subscription : fast) {
            work += subscription.poll(ROUND);
        }
        if (stored != null && stored.isDone()) {
            confirm();
            work++;
        }
        if (stored == null && !filling.isEmpty()) {
            pass();
            work++;
        }
        return work;
    }

    /** Messages on the fast profile that did not come, or for which there was no room. */
    long lost() {
        long lost = leftOut;
        for (Subscription subscription : fast) {
            lost += subscription.lost();
        }
        return lost;
    }

    private void pass() {
        storing = filling;
        filling = new ArrayList<>();
        fillingRows = 0;
        List<TradingRow> rows =
                storing.stream().flatMap(each -> each.rows().stream()).toList();
        stored = writer.add(rows);
    }

    private void confirm() {
        List<String> refused = stored.join();
        int at = 0;
        for (Pending each : storing) {
            String why = refused.subList(at, at + each.rows().size()).stream()
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            at += each.rows().size();
            if (each.from() != null) {
                each.from().settle(each.token(), why == null ? Verdict.ACCEPT : Verdict.REJECT, why);
            }
        }
        storing = List.of();
        stored = null;
    }

    /** Passes on what came. What is not stored when the writer ends comes again at the next start. */
    void end() {
        if (stored == null && !filling.isEmpty()) {
            pass();
        }
    }

    /** After the writer has ended. */
    void close() {
        // A writer that gave up has stored nothing of it: it comes again at the next start.
        if (stored != null && stored.isDone() && !stored.isCompletedExceptionally()) {
            confirm();
        }
        durable.forEach(Subscription::close);
        fast.forEach(Subscription::close);
        deliveries.close();
    }
}
