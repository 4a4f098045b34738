package io.meridian.plugins.simulator;

import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.sdk.DataGateway;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Setting;
import io.meridian.sdk.event.BookDepth;
import io.meridian.sdk.event.InstrumentWriter;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Publishes a made-up market: quotes, order books and trades by venue, and bars of all venues together under {@code ALL}. */
@MeridianPlugin(
        id = "dgm-simulator",
        description =
                "A made-up market: quotes, books, trades and bars of many instruments, the same for the same seed",
        pool = Pool.DGM,
        publishes = {
            "platform.data.instrument.**",
            "platform.data.status.**",
            "platform.data.quote.**",
            "platform.data.trade.**",
            "platform.data.book.**",
            "platform.data.bar.ALL.*"
        },
        settings = MarketSimulator.Options.class)
public final class MarketSimulator extends DataGateway<Void, Void> {
    private static final String CURRENCY = "USD";
    private static final String ALL_VENUES = "ALL";
    private static final Duration SHORTEST_STEP = Duration.ofMillis(1);
    /** A market with little to say need not be woken a thousand times a second. */
    private static final Duration LONGEST_STEP = Duration.ofMillis(20);

    /** Others start at the same time, so instruments are told again soon at first, and then after twice as long each time, up to this. */
    private static final Duration INSTRUMENTS_AGAIN = Duration.ofSeconds(10);

    private static final double TICK = 0.01;
    private static final long NANOS = 1_000_000_000L;
    /** What could not be done for longer than this is left out, not made up for in a flood. */
    private static final long LONGEST_BACKLOG_NS = 50_000_000L;

    private Timer steps;
    private Duration untilInstruments = Duration.ofSeconds(1);
    private Market market;
    private Halts halts;
    private Sessions sessions;
    private Books books;
    private BarBuilder[] bars;
    private Options options;
    private long startNs;
    private long done;
    private long trades;
    private long unsent;

    /** How the market is. */
    public record Options(
            @Setting(value = "2000", min = 1, max = 1_000_000, doc = "Quotes and trades a second, all together.")
            int rate,

            @Setting(value = "12", min = 1, max = 10_000, doc = "How many symbols, each on every venue.")
            int symbols,

            @Setting(value = "XNAS,XNYS,BATS", doc = "The venues.")
            List<String> venues,

            @Setting(value = "0.1", min = 0, max = 1, doc = "How many of all events are trades.")
            double tradeShare,

            @Setting(value = "1s", doc = "How long a bar is.")
            Duration barPeriod,

            @Setting(
                    value = "10",
                    min = 0,
                    max = 1_000,
                    doc = "How many price levels a side order books have; 0: no books.")
            int books,

            @Setting(
                    value = "250ms",
                    doc = "From one book to the next of the same symbol and venue, at least. A book follows on one of"
                            + " ten quotes at most, and only when something changed.")
            Duration bookEvery,

            @Setting(
                    value = "0s",
                    doc = "From the reopening of one symbol to the halt of another, on average; 0s: no halts.")
            Duration haltEvery,

            @Setting(value = "5s", doc = "From a halt to the auction that ends it.")
            Duration haltFor,

            @Setting(value = "0s", doc = "How long the market is open before it closes; 0s: it never closes.")
            Duration openFor,

            @Setting(value = "30s", doc = "How long it is closed then.")
            Duration closedFor,

            @Setting(value = "5s", doc = "How long the auctions are that open and close it.")
            Duration auctionFor,

            @Setting(value = "1", doc = "The same seed gives the same market.")
            long seed) {}

    @Override
    public void openStream() {
        options = settings(Options.class);
        market = new Market(
                options.symbols(), options.venues(), options.tradeShare(), new SplittableRandom(options.seed()));
        bars = new BarBuilder[market.symbolCount()];
        for (int i = 0; i < bars.length; i++) {
            bars[i] = new BarBuilder();
        }
        startNs = clock().nanoTime();
        halts = new Halts(
                options.haltEvery().toNanos(),
                options.haltFor().toNanos(),
                market.symbolCount(),
                new SplittableRandom(options.seed()).split(),
                startNs);
        sessions = new Sessions(
                options.openFor().toNanos(),
                options.closedFor().toNanos(),
                options.auctionFor().toNanos(),
                startNs);
        books = new Books(
                options.books(),
                options.bookEvery().toNanos(),
                market.symbolCount(),
                options.venues().size(),
                options.seed());
        publishInstruments();
        pace();
        every(options.barPeriod(), this::publishBars);
    }

    @Override
    public void onSettings() {
        int rate = settings(Options.class).rate();
        if (rate != options.rate()) {
            log().info("rate changed; all other settings need a restart", "rate", rate);
            options = settings(Options.class);
            startNs = clock().nanoTime();
            done = 0;
            pace();
        }
    }

    private void pace() {
        if (steps != null) {
            steps.cancel();
        }
        long apartNs = NANOS / Math.max(1, options.rate());
        steps = every(
                Duration.ofNanos(Math.clamp(apartNs, SHORTEST_STEP.toNanos(), LONGEST_STEP.toNanos())), this::step);
    }

    @Override
    public void onTimer(Timer timer) {
        publishInstruments();
    }

    /** Who comes late must learn of them too. */
    private void publishInstruments() {
        after("instruments", untilInstruments);
        Duration twice = untilInstruments.multipliedBy(2);
        untilInstruments = twice.compareTo(INSTRUMENTS_AGAIN) < 0 ? twice : INSTRUMENTS_AGAIN;
        for (String venue : options.venues()) {
            for (int i = 0; i < market.symbolCount(); i++) {
                send(instrument(new InstrumentWriter.Terms(
                        venue,
                        market.symbolName(i),
                        CURRENCY,
                        InstrumentKind.EQUITY,
                        TICK,
                        1,
                        1,
                        market.symbolName(i))));
            }
        }
        if (halts.isOn() || sessions.isOn()) {
            for (int i = 0; i < market.symbolCount(); i++) {
                publishStatus(i);
            }
        }
    }

    private boolean isTraded(int symbol) {
        return sessions.isOpen() && halts.phase(symbol) == MarketPhase.OPEN;
    }

    /** A halt is told before the hours, which are the same for all. */
    private void publishStatus(int symbol) {
        boolean isHalted = sessions.isOpen() && halts.phase(symbol) != MarketPhase.OPEN;
        for (String venue : options.venues()) {
            send(status(
                    venue,
                    market.symbolName(symbol),
                    isHalted ? halts.phase(symbol) : sessions.phase(),
                    isHalted ? halts.untilNs(symbol) : sessions.untilNs(),
                    isHalted ? halts.reason(symbol) : sessions.reason()));
        }
    }

    private void publishHalt(long nowNs) {
        int symbol = halts.symbol();
        publishPhase(symbol, halts.phase(symbol) == MarketPhase.OPEN, nowNs);
    }

    private void publishSession(long nowNs) {
        if (!sessions.isOpen()) {
            halts.lift(nowNs);
        }
        for (int symbol = 0; symbol < market.symbolCount(); symbol++) {
            publishPhase(symbol, sessions.hasTraded(), nowNs);
        }
    }

    private void publishPhase(int symbol, boolean afterAuction, long nowNs) {
        if (afterAuction) {
            publishAuction(symbol, nowNs);
        }
        publishStatus(symbol);
        if (isTraded(symbol)) {
            publishReopening(symbol, nowNs);
        }
    }

    /** What an auction traded, at one price on all venues. It comes before the phase that follows is told. */
    private void publishAuction(int symbol, long nowNs) {
        double price = market.auctionPrice(symbol);
        for (String venue : options.venues()) {
            double size = halts.auctionSize();
            bars[symbol].add(price, size);
            String id = Long.toString(++trades);
            send(auctionTrade(nowNs, venue, market.symbolName(symbol), CURRENCY, id, price, size));
        }
    }

    private void publishReopening(int symbol, long nowNs) {
        for (int venue = 0; venue < options.venues().size(); venue++) {
            market.reopen(symbol, venue);
            publishQuote(nowNs);
        }
    }

    private void step() {
        long nowNs = clock().nanoTime();
        if (sessions.step(nowNs)) {
            publishSession(nowNs);
        }
        if (sessions.isOpen() && halts.step(nowNs)) {
            publishHalt(nowNs);
        }
        long due = (long) ((nowNs - startNs) * (double) options.rate() / NANOS);
        if (due - done > Math.max(1, LONGEST_BACKLOG_NS * options.rate() / NANOS)) {
            startNs = nowNs;
            done = 0;
            due = 1;
        }
        for (; done < due; done++) {
            market.next();
            if (!isTraded(market.symbol())) {
                continue;
            }
            if (market.isTrade()) {
                publishTrade(nowNs);
            } else {
                publishQuote(nowNs);
            }
        }
    }

    private void publishQuote(long nowNs) {
        send(quote(
                nowNs,
                market.venue(),
                market.symbolName(),
                CURRENCY,
                market.bid(),
                market.bidSize(),
                market.ask(),
                market.askSize()));
        BookDepth book = books.quoted(market, nowNs);
        if (book != null) {
            send(book(nowNs, market.venue(), market.symbolName(), CURRENCY, books.sequence(market), book));
        }
    }

    private void publishTrade(long nowNs) {
        double price = market.tradePrice();
        double size = market.tradeSize();
        bars[market.symbol()].add(price, size);
        String id = Long.toString(++trades);
        send(trade(nowNs, market.venue(), market.symbolName(), CURRENCY, id, price, size));
    }

    private void publishBars() {
        long nowNs = clock().nanoTime();
        for (int i = 0; i < bars.length; i++) {
            BarBuilder bar = bars[i];
            if (!bar.isEmpty()) {
                send(bar(
                        nowNs,
                        options.barPeriod(),
                        ALL_VENUES,
                        market.symbolName(i),
                        CURRENCY,
                        bar.open(),
                        bar.high(),
                        bar.low(),
                        bar.close(),
                        bar.volume()));
                bar.clear();
            }
        }
        figure("trades", trades);
        figure("unsent", unsent);
    }

    /** Data that finds no room is not tried again: the next is newer. */
    private void send(long tag) {
        if (tag < 0 && tag != Publisher.HISTORICAL) {
            unsent++;
        }
    }
}
