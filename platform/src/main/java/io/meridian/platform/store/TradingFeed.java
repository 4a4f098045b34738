package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.trading.TradingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What is told of trading, from the bus into the store. It keeps its place in the bus and confirms a message when it is stored, so nothing is missed;
 * a message that is told again is stored once. For the thread of the bus.
 */
final class TradingFeed {
    private static final int ROUND = 64;
    /** Half of what the bus hands out unconfirmed, so that reading goes on while the store writes. */
    private static final int MOST_ROWS = 512;

    private final StoreWriter writer;
    private final StoreFigures figures;
    private final EpochNanoClock clock;
    private final Complaints refusals;
    private final TradingDecoder decoder = new TradingDecoder();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private List<Pending> filling = new ArrayList<>();
    private List<Pending> storing = List.of();
    private CompletableFuture<List<String>> stored;

    /** A message that is not confirmed yet. */
    private record Pending(Subscription from, long token, TradingRow row) {}

    TradingFeed(Bus bus, StoreWriter writer, StoreFigures figures, EpochNanoClock clock, Complaints refusals) {
        this.writer = writer;
        this.figures = figures;
        this.clock = clock;
        this.refusals = refusals;
        Map<String, TopicTemplate> named =
                Map.of("store-trading", TopicTemplate.OMS_EVENT, "store-values", TopicTemplate.NAV);
        named.forEach((name, template) -> {
            Subscription[] itself = new Subscription[1];
            itself[0] = bus.subscribe(
                    SubscriptionSpec.durable(template.pattern()).named(name).from(StartAt.EARLIEST),
                    message -> onMessage(message, itself));
            subscriptions.add(itself[0]);
        });
    }

    private Verdict onMessage(Message message, Subscription[] from) {
        if (message.isReplayed()) {
            figures.replayed.lazySet(figures.replayed.get() + 1);
            return Verdict.ACCEPT;
        }
        TradingRow row;
        try {
            row = decoder.decode(message);
        } catch (MarketDataException wrong) {
            figures.refused.lazySet(figures.refused.get() + 1);
            refusals.say(
                    "not stored: a message on " + message.topic().name() + ", sequence " + message.sequence() + ": "
                            + wrong.getMessage(),
                    clock.nanoTime());
            message.because("the store cannot keep it: " + wrong.getMessage());
            return Verdict.REJECT;
        }
        if (row == null) {
            return Verdict.ACCEPT;
        }
        filling.add(new Pending(from[0], message.token(), row));
        return Verdict.HOLD;
    }

    int work() {
        int work = 0;
        for (Subscription subscription : subscriptions) {
            if (filling.size() < MOST_ROWS) {
                work += subscription.poll(Math.min(ROUND, MOST_ROWS - filling.size()));
            }
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

    private void pass() {
        storing = filling;
        filling = new ArrayList<>();
        List<TradingRow> rows = storing.stream().map(Pending::row).toList();
        stored = writer.add(rows);
    }

    private void confirm() {
        List<String> refused = stored.join();
        for (int i = 0; i < storing.size(); i++) {
            Pending each = storing.get(i);
            String why = refused.get(i);
            each.from().settle(each.token(), why == null ? Verdict.ACCEPT : Verdict.REJECT, why);
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
        subscriptions.forEach(Subscription::close);
    }
}
