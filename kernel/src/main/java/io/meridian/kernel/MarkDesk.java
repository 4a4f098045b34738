package io.meridian.kernel;

import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import org.agrona.DirectBuffer;

/**
 * Takes prices, from quotes, trades or bars of the market. An instrument is valued at its last trade (the close of a bar is one), or, while there was
 * none, at the middle of its last quote of two sides. Whoever runs the kernel chooses how often it is told; each change is an event.
 */
final class MarkDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final BookJournal events;
    private final Source source;
    private final HeldValues held;
    private final QuoteDecoder quote = new QuoteDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final BarDecoder bar = new BarDecoder();
    private int symbolAt;
    private int venueAt;
    private DirectBuffer from;

    private enum Source {
        QUOTE,
        TRADE,
        BAR
    }

    private MarkDesk(State state, Journal journal, BookJournal events, Source source) {
        this.state = state;
        this.journal = journal;
        this.events = events;
        this.source = source;
        this.held = new HeldValues(state);
    }

    static MarkDesk ofQuotes(State state, Journal journal, BookJournal events) {
        return new MarkDesk(state, journal, events, Source.QUOTE);
    }

    static MarkDesk ofTrades(State state, Journal journal, BookJournal events) {
        return new MarkDesk(state, journal, events, Source.TRADE);
    }

    static MarkDesk ofBars(State state, Journal journal, BookJournal events) {
        return new MarkDesk(state, journal, events, Source.BAR);
    }

    @Override
    public boolean isKeyed() {
        return false;
    }

    @Override
    public int pools() {
        return Pool.DGM.bit() | Pool.CCM.bit() | Pool.BOR.bit();
    }

    @Override
    public int leastBlock() {
        return switch (source) {
            case QUOTE -> QuoteDecoder.askSizeEncodingOffset() + QuoteDecoder.askSizeEncodingLength();
            case TRADE -> TradeDecoder.flagsEncodingOffset() + TradeDecoder.flagsEncodingLength();
            case BAR -> BarDecoder.closePriceEncodingOffset() + BarDecoder.closePriceEncodingLength();
        };
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        from = buffer;
        switch (source) {
            case QUOTE -> {
                quote.wrap(buffer, offset, blockLength, version);
                symbolAt = offset + QuoteDecoder.symbolEncodingOffset();
                venueAt = offset + QuoteDecoder.venueEncodingOffset();
            }
            case TRADE -> {
                trade.wrap(buffer, offset, blockLength, version);
                symbolAt = offset + TradeDecoder.symbolEncodingOffset();
                venueAt = offset + TradeDecoder.venueEncodingOffset();
            }
            case BAR -> {
                bar.wrap(buffer, offset, blockLength, version);
                symbolAt = offset + BarDecoder.symbolEncodingOffset();
                venueAt = offset + BarDecoder.venueEncodingOffset();
            }
        }
        return null;
    }

    @Override
    public Refusal decide() {
        Instruments instruments = state.instruments();
        int instrument = instruments.find(
                state.names().find(from, symbolAt, QuoteDecoder.symbolLength()),
                state.names().find(from, venueAt, QuoteDecoder.venueLength()));
        if (instrument == Instruments.NONE) {
            return Refusal.UNKNOWN_INSTRUMENT;
        }
        int scale = instruments.priceScale(instrument);
        long bid = instruments.bid(instrument);
        long ask = instruments.ask(instrument);
        long mark = instruments.mark(instrument);
        if (source == Source.QUOTE) {
            bid = Reading.number(quote.bidPrice(), scale);
            ask = Reading.number(quote.askPrice(), scale);
            boolean hasMiddle = Reading.isPresent(bid) && Reading.isPresent(ask);
            mark = hasMiddle && !instruments.isTraded(instrument) ? middle(bid, ask) : mark;
        } else {
            mark = Reading.number(source == Source.TRADE ? trade.price() : bar.closePrice(), scale);
        }
        if (bid == Reading.BAD || ask == Reading.BAD || !Reading.isPresent(mark) && source != Source.QUOTE) {
            return Refusal.BAD_SCALE;
        }
        if (mark != instruments.mark(instrument)) {
            held.requireMark(instrument, mark);
        }
        journal.acceptUnrecorded();
        boolean traded = source != Source.QUOTE;
        if (traded && !instruments.isTraded(instrument)
                || bid != instruments.bid(instrument)
                || ask != instruments.ask(instrument)
                || mark != instruments.mark(instrument)) {
            events.marked(instrument, bid, ask, mark, traded);
        }
        return null;
    }

    /** @throws ArithmeticException when they are too far apart */
    private static long middle(long bid, long ask) {
        return bid + Math.subtractExact(ask, bid) / 2;
    }
}
