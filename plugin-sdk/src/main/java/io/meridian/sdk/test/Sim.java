package io.meridian.sdk.test;

import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BookSnapshotEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Topics;
import io.meridian.sdk.event.BookDepth;
import io.meridian.sdk.event.BookSnapshotWriter;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * A small world around one plugin: a bus, a market, a venue and a clock, all in the test's thread. After every call the plugin
 * has handled all there was to handle, so a test reads as a story:
 *
 * <pre>{@code
 * sim.quote("AAPL", 100.01, 100.02);
 * sim.expectTarget("AAPL", 100);
 * }</pre>
 *
 * <p>The test fails when the plugin throws, and when something is refused, such as a topic that it does not declare, unless
 * {@link #allowFailures} or {@link #allowRefusals} was called.
 */
public final class Sim extends Expectations implements AutoCloseable {
    private static final int MAX_STEPS = 100_000;

    private final VirtualClock clock = new VirtualClock();
    private final EventWriter writer = new EventWriter();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private final SimListener heard = new SimListener();
    private final SimPast past = new SimPast(this);
    private final SimFolder folder = SimFolder.make();
    private final FakeSidecar sidecar;
    private final PluginRuntime runtime;
    private final SimVenue venue;
    private final String portfolio;
    private String market = "XNAS";
    private String currency = "USD";
    private boolean refusalsAllowed;
    private boolean failuresAllowed;
    private long idles;
    private long trades;

    private Sim(
            Class<? extends Plugin> type,
            Supplier<? extends Plugin> plugin,
            Map<String, String> settings,
            Path recording) {
        Manifest manifest = Manifest.of(type);
        portfolio = manifest.id();
        sidecar = new FakeSidecar(folder.path(), clock, clock::monotonicNs)
                .answers(manifest.answers())
                .replays(manifest.replays());
        settings.forEach(sidecar::setting);
        venue = new SimVenue(this);
        runtime = new PluginRuntime(RuntimeOptions.of(folder.path(), type)
                .plugin(plugin)
                .clocks(clock, clock::monotonicNs)
                .idle(new Stepping())
                .listener(heard)
                .recording(recording));
    }

    /** A world with one plugin, which is started. */
    public static Sim of(Class<? extends Plugin> type) {
        return of(type, Map.of());
    }

    /** As {@link #of(Class)}, with settings of the plugin. */
    public static Sim of(Class<? extends Plugin> type, Map<String, String> settings) {
        return new Sim(type, () -> RuntimeOptions.create(type), settings, null).start();
    }

    /** As {@link #of(Class)}, but the plugin is made by the test; anew after every crash. */
    public static Sim of(Class<? extends Plugin> type, Supplier<? extends Plugin> plugin) {
        return new Sim(type, plugin, Map.of(), null).start();
    }

    /** As {@link #of(Class, Map)}, and before the plugin is started the store gets a past. */
    public static Sim of(Class<? extends Plugin> type, Map<String, String> settings, Consumer<SimPast> before) {
        Sim sim = new Sim(type, () -> RuntimeOptions.create(type), settings, null);
        before.accept(sim.past);
        return sim.start();
    }

    /** As {@link #of(Class, Map)}, and writes down what the plugin sees and says, in a file that is not there yet. */
    public static Sim recorded(Class<? extends Plugin> type, Map<String, String> settings, Path recording) {
        return new Sim(type, () -> RuntimeOptions.create(type), settings, recording).start();
    }

    private Sim start() {
        try {
            sidecar.open();
            run();
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
        return this;
    }

    // What happens in this world.

    /** The market that {@link #quote} and its like are of; {@code XNAS} and {@code USD} unless set. */
    public Sim market(String venueName, String currencyName) {
        market = venueName;
        currency = currencyName;
        return this;
    }

    /** A best bid and offer, 1,000 a side. */
    public Sim quote(String symbol, double bid, double ask) {
        return quote(symbol, bid, 1000, ask, 1000);
    }

    public Sim quote(String symbol, double bid, double bidSize, double ask, double askSize) {
        venue.quoted(symbol, bid, ask);
        writer.quote(scratch, 0, clock.nanoTime(), market, symbol, currency, bid, bidSize, ask, askSize);
        return data(MarketData.Kind.QUOTE, symbol, QuoteEncoder.TEMPLATE_ID, EventWriter.QUOTE);
    }

    public Sim trade(String symbol, double price, double size) {
        String id = "trade-" + ++trades;
        writer.trade(scratch, 0, clock.nanoTime(), market, symbol, currency, id, price, size);
        return data(MarketData.Kind.TRADE, symbol, TradeEncoder.TEMPLATE_ID, EventWriter.TRADE);
    }

    /** A bar of one minute that ends now. */
    public Sim bar(String symbol, double open, double high, double low, double close, double volume) {
        return bar(symbol, Duration.ofMinutes(1), open, high, low, close, volume);
    }

    public Sim bar(String symbol, Duration period, double open, double high, double low, double close, double volume) {
        writer.bar(
                scratch,
                0,
                clock.nanoTime(),
                period.toNanos(),
                market,
                symbol,
                currency,
                open,
                high,
                low,
                close,
                volume);
        return data(MarketData.Kind.BAR, symbol, BarEncoder.TEMPLATE_ID, EventWriter.BAR);
    }

    /** A whole order book. The simulated venue fills at quotes, not at this. */
    public Sim book(String symbol, BookDepth depth) {
        new BookSnapshotWriter().book(scratch, 0, clock.nanoTime(), market, symbol, currency, 0, depth);
        return data(MarketData.Kind.BOOK, symbol, BookSnapshotEncoder.TEMPLATE_ID, BookSnapshotWriter.length(depth));
    }

    private Sim data(MarketData.Kind kind, String symbol, int template, int length) {
        return publish(Topics.data(kind, market, symbol), template, length);
    }

    /** An insight of another model. */
    public Sim insight(
            String model,
            String symbol,
            InsightDirection direction,
            double magnitude,
            double confidence,
            Duration period) {
        writer.insight(
                scratch,
                0,
                clock.nanoTime(),
                model,
                market,
                symbol,
                direction,
                magnitude,
                confidence,
                period.toNanos());
        return publish(Topics.insight(model, symbol), InsightEncoder.TEMPLATE_ID, EventWriter.INSIGHT);
    }

    /** A fill of the plugin's portfolio, as the kernel tells it. */
    public Sim fill(String orderId, String symbol, Side side, double quantity, double price) {
        putFill(portfolio, orderId, symbol, side, quantity, price);
        return run();
    }

    void putFill(String ofPortfolio, String orderId, String symbol, Side side, double quantity, double price) {
        String id = "fill-" + ++trades;
        writer.fill(
                scratch,
                0,
                clock.nanoTime(),
                id,
                orderId,
                ofPortfolio,
                market,
                symbol,
                currency,
                side,
                quantity,
                price);
        put(Topics.orderEvent(ofPortfolio), FillEncoder.TEMPLATE_ID, EventWriter.FILL);
    }

    /** An order that the kernel took and that is to be looked at, in the portfolio of the plugin's name. */
    public Sim review(String orderId, String symbol, Side side, double quantity, double limitPrice) {
        writer.newOrder(
                scratch,
                0,
                clock.nanoTime(),
                orderId,
                portfolio,
                "",
                market,
                symbol,
                currency,
                side,
                quantity,
                limitPrice);
        return publish(Topics.orderReview(portfolio), NewOrderEncoder.TEMPLATE_ID, EventWriter.NEW_ORDER);
    }

    /** A position of the plugin's portfolio, as the book has it. */
    public Sim position(String symbol, double quantity, double averagePrice) {
        writer.position(scratch, 0, clock.nanoTime(), portfolio, market, symbol, currency, quantity, averagePrice);
        return publish(Topics.position(portfolio), PositionEncoder.TEMPLATE_ID, EventWriter.POSITION);
    }

    private Sim publish(String topic, int template, int length) {
        put(topic, template, length);
        return run();
    }

    private void put(String topic, int template, int length) {
        byte[] payload = new byte[length];
        scratch.getBytes(0, payload);
        sidecar.publish(topic, template, EventWriter.VERSION, payload);
    }

    /** Any message of somebody else. */
    public Sim publish(String topic, int schemaId, int schemaVersion, byte[] payload) {
        sidecar.publish(topic, schemaId, schemaVersion, payload);
        return run();
    }

    /** Lets time pass; timers fire when they are due. */
    public Sim advance(Duration time) {
        long endNs = clock.nanoTime() + time.toNanos();
        while (clock.nanoTime() < endNs) {
            long nextNs = Math.min(endNs, Math.max(clock.nanoTime() + 1, runtime.nextTimerNs()));
            clock.set(nextNs);
            sidecar.step();
            run();
        }
        return this;
    }

    /** Kills the plugin: a new instance begins, with the last snapshot and all that was not confirmed. */
    public Sim crashPlugin() {
        return crashSidecar();
    }

    /** Kills the sidecar and starts it again; the plugin begins anew. */
    public Sim crashSidecar() {
        long before = runtime.attaches();
        sidecar.crash();
        // The plugin takes silence for death only when it has seen it go by.
        for (int i = 0; runtime.isAttached(); i++) {
            requireProgress(i, "the plugin did not notice that its sidecar is gone");
            clock.set(clock.nanoTime() + 50_000_000);
            runtime.doWork();
        }
        sidecar.open();
        for (int i = 0; runtime.attaches() == before; i++) {
            requireProgress(i, "the plugin did not attach again");
            clock.set(clock.nanoTime() + 50_000_000);
            sidecar.step();
            runtime.doWork();
        }
        return run();
    }

    /** Stops the plugin in good order. */
    public Sim stop() {
        runtime.stop();
        return run();
    }

    /** Lets the plugin and its surroundings work until nothing is left to do. Every other method does so too. */
    public Sim run() {
        int quiet = 0;
        for (int i = 0; quiet < 2; i++) {
            requireProgress(i, "the plugin is never done: does it answer itself?");
            quiet = step() == 0 ? quiet + 1 : 0;
        }
        if (!heard.refused.isEmpty() && !refusalsAllowed) {
            throw new AssertionError("refused: " + heard.refused.getFirst().text()
                    + ". If the test wants that, it calls sim.allowRefusals() first.");
        }
        if (!heard.failures.isEmpty() && !failuresAllowed) {
            throw new AssertionError("the plugin threw " + heard.failures.getFirst(), heard.failures.getFirst());
        }
        return this;
    }

    private int step() {
        int work = sidecar.step();
        work += runtime.doWork();
        work += sidecar.step();
        return work + venue.work();
    }

    private static void requireProgress(int steps, String otherwise) {
        if (steps > MAX_STEPS) {
            throw new AssertionError(otherwise);
        }
    }

    /** From now on refusals do not fail the test; {@link #refused} tells them. */
    public Sim allowRefusals() {
        refusalsAllowed = true;
        return this;
    }

    /** From now on what the plugin throws does not fail the test; {@link #failures} tells it. */
    public Sim allowFailures() {
        failuresAllowed = true;
        return this;
    }

    // What is in this world.

    /** The plugin's instance that works now. */
    public Plugin plugin() {
        return runtime.plugin();
    }

    public VirtualClock clock() {
        return clock;
    }

    /** The bus and the sidecar: what was published, what is denied, what was logged. */
    public FakeSidecar bus() {
        return sidecar;
    }

    /** What was before the test: the store of this world has it, for a plugin that asks. */
    public SimPast past() {
        return past;
    }

    String venueName() {
        return market;
    }

    String currency() {
        return currency;
    }

    /** Where orders and targets are filled. */
    public SimVenue venue() {
        return venue;
    }

    public PluginRuntime runtime() {
        return runtime;
    }

    /** What was refused. */
    public List<Refused> refused() {
        return List.copyOf(heard.refused);
    }

    /** What the plugin threw. */
    public List<Throwable> failures() {
        return List.copyOf(heard.failures);
    }

    @Override
    List<Published> published() {
        return sidecar.published();
    }

    @Override
    String portfolio() {
        return portfolio;
    }

    /** Stops the plugin and fails if something went wrong that no call told. */
    @Override
    public void close() {
        try {
            if (!runtime.isStopped()) {
                runtime.stop();
                runtime.doWork();
            }
        } finally {
            sidecar.close();
            folder.delete();
        }
    }

    /** While the plugin waits for its sidecar, the sidecar works. */
    private final class Stepping implements IdleStrategy {
        @Override
        public void idle(int workCount) {
            if (workCount > 0) {
                idles = 0;
            } else {
                idle();
            }
        }

        @Override
        public void idle() {
            if (sidecar.step() == 0 && ++idles > 1000) {
                // Nobody will ever answer: let time run out.
                clock.set(clock.nanoTime() + 10_000_000);
            }
        }

        @Override
        public void reset() {
            idles = 0;
        }
    }
}
