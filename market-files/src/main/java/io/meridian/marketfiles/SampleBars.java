package io.meridian.marketfiles;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up bars, for examples, tests and benchmarks: a random walk for each symbol whose drift and unrest come and go. The same
 * seed gives the same bars.
 */
public final class SampleBars {
    private static final LocalTime OPEN = LocalTime.of(14, 30);
    private static final LocalTime CLOSE = LocalTime.of(21, 0);
    private static final int CENTS = 2;
    private static final double DRIFT_KEPT = 0.98;
    private static final double UNREST_KEPT = 0.95;
    /** How many prices a bar is made of. */
    private static final int STEPS = 8;

    private final SplittableRandom random;
    private final MarketRow row = new MarketRow(DataKind.BAR);
    private final List<String> symbols;
    private final double[] prices;
    private final double[] drifts;
    private final double[] unrests;
    private final double usual;

    /**
     * @param periodNs how long a bar is
     */
    public SampleBars(List<String> symbols, String venue, long periodNs, long seed) {
        random = new SplittableRandom(seed);
        this.symbols = List.copyOf(symbols);
        prices = random.doubles(symbols.size(), 20, 400).toArray();
        drifts = new double[symbols.size()];
        unrests = new double[symbols.size()];
        // A share moves by about a fifth in a year.
        usual = 0.2 * Math.sqrt(periodNs / (252 * 6.5 * 3600 * 1e9) / STEPS);
        row.venue = venue;
        row.currency = "USD";
        row.periodNs = periodNs;
    }

    /** The bar of one symbol that ends then; it is the same object each time. */
    public MarketRow next(int symbol, long endNs) {
        drifts[symbol] = drifts[symbol] * DRIFT_KEPT + random.nextGaussian() * usual * 0.005;
        unrests[symbol] = unrests[symbol] * UNREST_KEPT + random.nextGaussian() * 0.2;
        double step = usual * Math.exp(unrests[symbol]);
        long open = cents(prices[symbol]);
        long high = open;
        long low = open;
        long close = open;
        for (int i = 0; i < STEPS; i++) {
            prices[symbol] = Math.max(1, prices[symbol] * (1 + drifts[symbol] + random.nextGaussian() * step));
            close = cents(prices[symbol]);
            high = Math.max(high, close);
            low = Math.min(low, close);
        }
        row.symbol = symbols.get(symbol);
        row.timeNs = endNs;
        row.set(Field.OPEN.place(), open, CENTS);
        row.set(Field.HIGH.place(), high, CENTS);
        row.set(Field.LOW.place(), low, CENTS);
        row.set(Field.CLOSE.place(), close, CENTS);
        row.set(Field.VOLUME.place(), 100L * random.nextInt(10, 2_000), 0);
        return row;
    }

    public int symbolCount() {
        return symbols.size();
    }

    /**
     * Writes bars of trading days from 14:30 to 21:00 UTC, Monday to Friday, of all symbols after each period.
     *
     * @param first the first day; a weekend is passed over
     */
    public static void writeDays(
            Path file, List<String> symbols, String venue, LocalDate first, int days, Duration period, long seed) {
        SampleBars bars = new SampleBars(symbols, venue, period.toNanos(), seed);
        try (MarketFileWriter writer = new MarketFileWriter(file, DataKind.BAR)) {
            int written = 0;
            for (LocalDate day = first; written < days; day = day.plusDays(1)) {
                if (day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()) {
                    continue;
                }
                written++;
                Instant close = day.atTime(CLOSE).toInstant(ZoneOffset.UTC);
                Instant end = day.atTime(OPEN).toInstant(ZoneOffset.UTC).plus(period);
                for (; !end.isAfter(close); end = end.plus(period)) {
                    for (int symbol = 0; symbol < symbols.size(); symbol++) {
                        writer.write(bars.next(symbol, end.getEpochSecond() * 1_000_000_000L + end.getNano()));
                    }
                }
            }
        }
    }

    private static long cents(double price) {
        return Math.round(price * 100);
    }
}
