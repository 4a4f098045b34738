package io.meridian.backtest.engine;

import io.meridian.kernel.state.CurrencyScales;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.OrderEvent;
import java.time.Instant;
import org.agrona.DirectBuffer;

/**
 * Runs plugins on a tape: event by event, what follows from one before the next. The same plan gives the same events, decisions and fills, to the byte.
 */
public final class Backtest {
    private static final String NAME = "backtest";
    private static final int TELL_EVERY = 1 << 12;

    private final BacktestPlan plan;
    private final RunListener listener;
    private final Message message = new Message();
    private World world;
    private Events events;
    private Market market;
    private KernelPart kernel;
    private Valuation valuation;
    private int venuePlace;

    /**
     * How a run ended.
     *
     * @param messages of the tape
     * @param commands that the kernel decided
     * @param hash     of the kernel's state: two runs of the same plan have the same
     */
    public record Outcome(long beginNs, long endNs, long messages, long bars, long commands, long hash) {}

    private Backtest(BacktestPlan plan, RunListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Runs it, in the calling thread.
     *
     * @throws PluginFailedException when a plugin throws
     * @throws IllegalArgumentException when the plan cannot be run, and why
     */
    public static Outcome run(BacktestPlan plan, RunListener listener) {
        return new Backtest(plan, listener).run();
    }

    private Outcome run() {
        try (Tape.Cursor cursor = plan.tape().open(plan.fromNs(), plan.toNs())) {
            if (!cursor.next()) {
                throw new IllegalArgumentException("tape=" + plan.tape().description() + " has no data from "
                        + Instant.ofEpochSecond(0, Math.max(0, plan.fromNs())) + " on");
            }
            long beginNs = plan.fromNs() == Long.MIN_VALUE ? cursor.timeNs() : plan.fromNs();
            begin(beginNs);
            play(cursor);
            value();
            world.stop();
            return new Outcome(
                    beginNs,
                    world.nowNs(),
                    market.messages(),
                    market.bars(),
                    kernel.commands(),
                    kernel.kernel().hash());
        }
    }

    private void begin(long beginNs) {
        listener.onBegin(beginNs);
        world = new World(NAME, beginNs, listener);
        events = world.newEvents();
        kernel = new KernelPart(world, plan.zone());
        DerivedQuotes derived = Double.isNaN(plan.quoteSpread()) ? null : new DerivedQuotes(plan.quoteSpread());
        market = new Market(
                world, derived, venue -> world.addAt(venuePlace, plan.venue().apply(venue)));
        world.history(new TapeHistory(world, plan.tape(), beginNs, market.source(), derived));
        valuation = new Valuation(
                kernel.kernel().state(),
                market.lines(),
                plan.portfolio(),
                plan.currency(),
                CurrencyScales.of(plan.currency()));
        world.bus().subscribe(TopicTemplate.OMS_EVENT.topic(plan.portfolio()), this::hear);
        moveDays();
        // A strategy that trades on a price meets a venue that has heard it.
        venuePlace = world.bus().places();
        plan.way().forEach(world::add);
        // The book must hear of it, and keeps no past here.
        kernel.deposit(plan.portfolio(), plan.cash(), plan.currency());
        plan.strategies().forEach(world::add);
    }

    private void play(Tape.Cursor cursor) {
        do {
            if (cursor.timeNs() > world.nowNs()) {
                value();
                moveTo(cursor.timeNs());
            }
            Market.Line line = market.publish(cursor);
            if (!line.listed.currency().equals(plan.currency())) {
                throw new IllegalArgumentException("symbol=" + line.listed.symbol() + " is in currency="
                        + line.listed.currency() + ", and the portfolio's cash in " + plan.currency()
                        + ". There are no exchange rates on a tape: choose symbols of one currency, and cash in it");
            }
            listener.onPrice(line.listed, cursor.timeNs(), line.price());
            world.settle();
            if (market.messages() % TELL_EVERY == 0) {
                listener.onProgress(cursor.timeNs(), market.messages());
            }
        } while (cursor.next());
    }

    private void value() {
        valuation.take();
        listener.onValue(world.nowNs(), valuation.cash(), valuation.gross(), valuation.net());
    }

    private void moveTo(long timeNs) {
        while (kernel.nextDayNs() <= timeNs) {
            world.advance(kernel.nextDayNs());
            market.close();
            moveDays();
        }
        world.advance(timeNs);
    }

    private void moveDays() {
        while (kernel.moveDay()) {
            // A day ends, and the next one begins.
        }
    }

    private void hear(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        Event event = events.of(message.wrap(buffer, offset, length, topic.name, false));
        switch (event) {
            case Fill fill -> listener.onFill(fill);
            case OrderEvent order -> listener.onOrderEvent(order);
            case null, default -> {
                // Books and limits are read from the kernel.
            }
        }
    }
}
