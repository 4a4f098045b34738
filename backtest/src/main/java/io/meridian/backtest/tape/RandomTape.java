package io.meridian.backtest.tape;

import io.meridian.backtest.engine.Tape;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.sdk.event.MarketData;
import java.time.Duration;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;

/**
 * Bars of a made-up market: prices on a random walk whose drift comes and goes. The same seed gives the same bars. It allocates nothing per bar, and can be as long
 * as one likes.
 *
 * @param symbols how many symbols, all at one venue
 * @param beginNs when the first bars end
 * @param steps   how many bars each symbol has
 */
public record RandomTape(int symbols, long beginNs, Duration period, long steps, long seed) implements Tape {
    private static final String VENUE = "XNAS";
    private static final String CURRENCY = "USD";
    private static final String[] NAMES = {"AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "JPM"};
    private static final int PRICE_SCALE = 2;

    /** @throws IllegalArgumentException when a number is not above 0 */
    public RandomTape {
        if (symbols < 1 || steps < 1 || !period.isPositive()) {
            throw new IllegalArgumentException(
                    "symbols=" + symbols + " steps=" + steps + " period=" + period + " must be above 0");
        }
    }

    @Override
    public String description() {
        return "made-up bars of " + period + ": " + symbols + " symbols, " + steps + " each, seed " + seed;
    }

    @Override
    public Cursor open(long fromNs, long toNs) {
        return new Walk(fromNs, toNs);
    }

    private static String name(int symbol) {
        return symbol < NAMES.length ? NAMES[symbol] : "SIM" + symbol;
    }

    private final class Walk implements Cursor {
        private final MessageHeaderEncoder header = new MessageHeaderEncoder();
        private final BarEncoder bar = new BarEncoder();
        private final SplittableRandom random = new SplittableRandom(seed);
        private final long fromNs;
        private final long toNs;
        private final Listed[] listed = new Listed[symbols];
        private final double[] price = new double[symbols];
        private final double[] drift = new double[symbols];
        private long step = -1;
        private int symbol = symbols - 1;
        private long open;
        private long high;
        private long low;
        private long volume;

        Walk(long fromNs, long toNs) {
            this.fromNs = fromNs;
            this.toNs = toNs;
            for (int i = 0; i < symbols; i++) {
                listed[i] = new Listed(VENUE, name(i), CURRENCY, 0.01, 1);
                price[i] = random.nextDouble(20, 400);
            }
        }

        @Override
        public boolean next() {
            do {
                if (++symbol == symbols) {
                    symbol = 0;
                    step++;
                }
                if (step == steps || timeNs() >= toNs) {
                    symbol--;
                    return false;
                }
                walk();
            } while (timeNs() < fromNs);
            return true;
        }

        private void walk() {
            open = cents(price[symbol]);
            drift[symbol] = 0.98 * drift[symbol] + 0.000_2 * (random.nextDouble() - 0.5);
            double change = drift[symbol] + 0.004 * (random.nextDouble() - 0.5);
            price[symbol] = Math.max(1, price[symbol] * (1 + change));
            long close = cents(price[symbol]);
            long reach = Math.max(1, (long) (open * 0.001 * random.nextDouble()));
            high = Math.max(open, close) + reach;
            low = Math.max(1, Math.min(open, close) - reach);
            volume = random.nextLong(1_000, 50_000);
        }

        private static long cents(double price) {
            return Math.round(price * 100);
        }

        @Override
        public long timeNs() {
            return beginNs + step * period.toNanos();
        }

        @Override
        public MarketData.Kind kind() {
            return MarketData.Kind.BAR;
        }

        @Override
        public int listing() {
            return symbol;
        }

        @Override
        public Listed listed(int listing) {
            return listed[listing];
        }

        @Override
        public int length() {
            return MessageHeaderEncoder.ENCODED_LENGTH + BarEncoder.BLOCK_LENGTH;
        }

        @Override
        public void write(MutableDirectBuffer buffer, int offset) {
            long endNs = timeNs();
            bar.wrapAndApplyHeader(buffer, offset, header)
                    .tsEvent(endNs)
                    .tsInit(endNs)
                    .begin(endNs - period.toNanos())
                    .period(period.toNanos())
                    .symbol(listed[symbol].symbol())
                    .venue(VENUE)
                    .currency(CURRENCY)
                    .trades(0)
                    .kind(BarKind.TIME)
                    .source(BarSource.TRADES)
                    .flags()
                    .clear();
            put(bar.openPrice(), open, PRICE_SCALE);
            put(bar.highPrice(), high, PRICE_SCALE);
            put(bar.lowPrice(), low, PRICE_SCALE);
            put(bar.closePrice(), cents(price[symbol]), PRICE_SCALE);
            put(bar.volume(), volume, 0);
            put(bar.averagePrice(), DecimalEncoder.mantissaNullValue(), 0);
        }

        private static void put(DecimalEncoder to, long mantissa, int scale) {
            to.mantissa(mantissa).scale((byte) scale);
        }

        @Override
        public void close() {}
    }
}
