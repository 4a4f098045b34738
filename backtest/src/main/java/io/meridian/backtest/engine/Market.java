package io.meridian.backtest.engine;

import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.InstrumentStatusEncoder;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sdk.Topics;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.InstrumentWriter;
import io.meridian.sdk.event.MarketData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/** Publishes a tape: each instrument before its first data, open from its first data of a day until the day ends. */
final class Market {
    private static final int SETTLEMENT_DAYS = 1;

    private final World world;
    private final int source;
    private final DerivedQuotes derived;
    private final Consumer<String> newVenue;
    private final Set<String> venues = new HashSet<>();
    private final InstrumentWriter writer = new InstrumentWriter();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
    private final BarDecoder bar = new BarDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> open = new ArrayList<>();
    private long messages;
    private long bars;

    /** One instrument. */
    static final class Line {
        final Tape.Listed listed;
        final LocalTopic bars;
        final LocalTopic quotes;
        final LocalTopic trades;
        private final LocalTopic status;
        private final int tickScale;
        private boolean isOpen;
        private double price = Double.NaN;

        private Line(LocalBus bus, Tape.Listed listed) {
            this.listed = listed;
            tickScale = DerivedQuotes.scaleOf(listed.tickSize());
            bars = bus.topic(Topics.data(MarketData.Kind.BAR, listed.venue(), listed.symbol()));
            quotes = bus.topic(Topics.data(MarketData.Kind.QUOTE, listed.venue(), listed.symbol()));
            trades = bus.topic(Topics.data(MarketData.Kind.TRADE, listed.venue(), listed.symbol()));
            status = bus.topic(Topics.data(MarketData.Kind.STATUS, listed.venue(), listed.symbol()));
        }

        /** The last price: of a trade, a bar's close, or the middle of a quote. */
        double price() {
            return price;
        }
    }

    /**
     * @param derived  makes quotes of bars; null: none are made
     * @param newVenue hears of each venue before anything of it is published
     */
    Market(World world, DerivedQuotes derived, Consumer<String> newVenue) {
        this.world = world;
        this.derived = derived;
        this.newVenue = newVenue;
        source = world.newSource();
    }

    /** The source of all it publishes. */
    int source() {
        return source;
    }

    List<Line> lines() {
        return lines;
    }

    /** How many messages of the tape were published. */
    long messages() {
        return messages;
    }

    /** How many of them were bars. */
    long bars() {
        return bars;
    }

    /** Publishes what the cursor is at. */
    Line publish(Tape.Cursor cursor) {
        Line line = line(cursor);
        if (!line.isOpen) {
            line.isOpen = true;
            open.add(line);
            status(line, MarketPhase.OPEN);
        }
        LocalTopic topic = switch (cursor.kind()) {
            case BAR -> line.bars;
            case QUOTE -> line.quotes;
            case TRADE -> line.trades;
            default -> throw new IllegalArgumentException("kind=" + cursor.kind() + " on a tape is not known");
        };
        int length = cursor.length();
        LocalBus bus = world.bus();
        bus.claim(length);
        cursor.write(bus.buffer(), bus.payloadAt());
        messages++;
        int body = bus.payloadAt() + MessageHeaderEncoder.ENCODED_LENGTH;
        switch (cursor.kind()) {
            case BAR -> {
                bars++;
                bar.wrap(bus.buffer(), body, BarDecoder.BLOCK_LENGTH, BarDecoder.SCHEMA_VERSION);
                line.price = Decimals.toDouble(
                        bar.closePrice().mantissa(), bar.closePrice().scale());
                send(topic, BarEncoder.TEMPLATE_ID, cursor.timeNs());
                if (derived != null) {
                    // The claim is in line now, and its bytes stay where they are until it is delivered.
                    quote(line, cursor, bar);
                }
            }
            case QUOTE -> {
                quote.wrap(bus.buffer(), body, QuoteDecoder.BLOCK_LENGTH, QuoteDecoder.SCHEMA_VERSION);
                mark(line);
                send(topic, QuoteEncoder.TEMPLATE_ID, cursor.timeNs());
            }
            default -> {
                trade.wrap(bus.buffer(), body, TradeDecoder.BLOCK_LENGTH, TradeDecoder.SCHEMA_VERSION);
                line.price = Decimals.toDouble(
                        trade.price().mantissa(), trade.price().scale());
                send(topic, TradeEncoder.TEMPLATE_ID, cursor.timeNs());
            }
        }
        return line;
    }

    private void quote(Line line, Tape.Cursor cursor, BarDecoder of) {
        put(derived.write(scratch, cursor.timeNs(), line.listed, line.tickScale, of));
        send(line.quotes, QuoteEncoder.TEMPLATE_ID, cursor.timeNs());
    }

    private void mark(Line line) {
        long bid = quote.bidPrice().mantissa();
        long ask = quote.askPrice().mantissa();
        if (!Decimals.isAbsent(bid) && !Decimals.isAbsent(ask)) {
            line.price = (Decimals.toDouble(bid, quote.bidPrice().scale())
                            + Decimals.toDouble(ask, quote.askPrice().scale()))
                    / 2;
        }
    }

    private void send(LocalTopic topic, int template, long eventNs) {
        topic.sends(world.nowNs());
        world.publish(topic, source, template, EventWriter.VERSION, eventNs, null);
    }

    private Line line(Tape.Cursor cursor) {
        int number = cursor.listing();
        while (number >= lines.size()) {
            define(cursor.listed(lines.size()));
        }
        return lines.get(number);
    }

    private void define(Tape.Listed listed) {
        if (venues.add(listed.venue())) {
            newVenue.accept(listed.venue());
        }
        lines.add(new Line(world.bus(), listed));
        LocalTopic topic = world.bus().topic(TopicTemplate.INSTRUMENT.topic(listed.venue(), listed.symbol()));
        put(writer.instrument(
                scratch,
                0,
                world.nowNs(),
                new InstrumentWriter.Terms(
                        listed.venue(),
                        listed.symbol(),
                        listed.currency(),
                        InstrumentKind.EQUITY,
                        listed.tickSize(),
                        listed.lotSize(),
                        SETTLEMENT_DAYS,
                        listed.symbol())));
        send(topic, InstrumentEncoder.TEMPLATE_ID, world.nowNs());
    }

    /** The day is over: what is for the day only ends at its venue. */
    void close() {
        open.forEach(line -> {
            line.isOpen = false;
            status(line, MarketPhase.CLOSED);
        });
        open.clear();
        world.settle();
    }

    private void status(Line line, MarketPhase phase) {
        put(writer.status(scratch, 0, world.nowNs(), line.listed.venue(), line.listed.symbol(), phase, 0, ""));
        send(line.status, InstrumentStatusEncoder.TEMPLATE_ID, world.nowNs());
    }

    private void put(int length) {
        world.bus().claim(scratch, 0, length);
    }
}
