package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.ResultBuilder;
import io.meridian.backtest.result.RunFacts;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Made-up results: prices are a random walk and the trader tosses coins. */
final class Samples {
    static final long MINUTE_NS = 60_000_000_000L;
    static final long DAY_NS = 1_440 * MINUTE_NS;
    static final String HOSTILE = "<script>alert(1)</script>\"'&<!--]]>\u202E\u0000 onload=x";

    private Samples() {}

    static long ns(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
    }

    static RunFacts facts(String id, Map<String, String> settings) {
        return new RunFacts(
                id,
                "com.example.momentum.MomentumBasket",
                "1.4.0",
                settings,
                "bars/*.parquet, one minute, XNAS and XLON",
                42,
                "meridian backtest --data bars --set lookback=20 --seed 42",
                "USD",
                Decimal.parse("1000000.00"));
    }

    /** Nothing but the opening cash. */
    static BacktestResult empty() {
        long begin = ns("2025-01-02T14:30:00Z");
        return new ResultBuilder(facts("does-nothing", Map.of()), begin).build(begin, 0, 0, 1_500_000);
    }

    /** Weekdays of three and a half years, a bar each half hour. */
    static BacktestResult rich(int symbols) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("lookback", "20");
        settings.put("threshold", "0.015");
        settings.put("universe", "large caps, liquid, of the exchange's main list; rebalanced at the open");
        return random(facts("momentum-basket", settings), symbols, 7, 1_280, 13);
    }

    /** A year of one symbol, another for each settings; one in seven fails. */
    static BacktestResult ofSettings(Map<String, String> settings) {
        if (settings.hashCode() % 7 == 0) {
            throw new IllegalArgumentException(
                    "settings=" + settings + " cannot be", new IllegalStateException(HOSTILE));
        }
        return random(facts("momentum-basket", settings), 1, settings.hashCode(), 365, 13);
    }

    static BacktestResult hostile() {
        return random(
                new RunFacts(
                        HOSTILE,
                        HOSTILE,
                        HOSTILE,
                        Map.of(HOSTILE, HOSTILE),
                        HOSTILE,
                        1,
                        HOSTILE,
                        "USD",
                        Decimal.of(1_000)),
                2,
                1,
                10,
                10);
    }

    private static BacktestResult random(RunFacts facts, int symbols, long seed, int days, int barsADay) {
        Random random = new Random(seed);
        boolean hostile = facts.strategyId().equals(HOSTILE);
        long begin = ns("2022-01-03T14:30:00Z");
        ResultBuilder builder = new ResultBuilder(facts, begin);
        double[] prices = new double[symbols];
        long[] held = new long[symbols];
        int[] instruments = new int[symbols];
        double cash = facts.openingCash().toDouble();
        double size = cash / symbols / 150;
        for (int i = 0; i < symbols; i++) {
            prices[i] = 50 + 200 * random.nextDouble();
            instruments[i] = builder.instrument(i % 3 == 0 ? "XLON" : "XNAS", hostile ? HOSTILE + i : "SYM" + i);
        }
        long time = begin;
        for (int day = 0; day < days; day++) {
            if (day % 7 >= 5) {
                continue;
            }
            for (int bar = 0; bar < barsADay; bar++) {
                time = begin + day * DAY_NS + bar * 30 * MINUTE_NS;
                double net = 0;
                double gross = 0;
                double market = 0.002 * random.nextGaussian();
                for (int i = 0; i < symbols; i++) {
                    prices[i] *= Math.exp(0.00004 + market + 0.003 * random.nextGaussian());
                    builder.onPrice(instruments[i], time, prices[i]);
                    if (random.nextInt(100) == 0) {
                        long quantity = 1 + (long) (size * random.nextDouble());
                        boolean buy = held[i] == 0 ? random.nextInt(4) > 0 : held[i] < 0;
                        quantity = held[i] != 0 && random.nextBoolean() ? Math.abs(held[i]) : quantity;
                        Decimal mid = price(prices[i]);
                        Decimal price = price(prices[i] * (buy ? 1.0002 : 0.9998));
                        Decimal fee = Decimal.of(new BigDecimal(quantity * 0.005).setScale(2, RoundingMode.UP));
                        builder.onOrderSent();
                        if (random.nextInt(20) == 0) {
                            builder.onOrderRefused(
                                    time,
                                    hostile ? HOSTILE : random.nextBoolean() ? "NOTIONAL_LIMIT" : "PRICE_COLLAR",
                                    hostile
                                            ? HOSTILE
                                            : "The order of SYM" + i + " is worth more than max_notional allows.");
                        } else {
                            builder.onFill(
                                    instruments[i],
                                    time,
                                    "order-" + time / MINUTE_NS + "-" + i,
                                    buy ? Side.BUY : held[i] > 0 ? Side.SELL : Side.SELL_SHORT,
                                    Decimal.of(quantity),
                                    price,
                                    fee,
                                    mid);
                            held[i] += buy ? quantity : -quantity;
                            cash -= (buy ? 1 : -1) * quantity * price.toDouble() + fee.toDouble();
                        }
                    }
                    net += held[i] * prices[i];
                    gross += Math.abs(held[i] * prices[i]);
                }
                builder.onNav(time, cash + net, cash, gross, net);
            }
        }
        return builder.build(time, (long) days * barsADay * symbols, (long) days * barsADay * symbols, 2_345_678_901L);
    }

    private static Decimal price(double price) {
        return Decimal.fromDouble(price, 2, RoundingMode.HALF_EVEN);
    }
}
