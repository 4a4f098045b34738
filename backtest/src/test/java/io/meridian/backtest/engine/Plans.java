package io.meridian.backtest.engine;

import io.meridian.backtest.tape.RandomTape;
import io.meridian.plugins.bor.BookOfRecord;
import io.meridian.plugins.compliance.ComplianceManager;
import io.meridian.plugins.paper.PaperVenue;
import io.meridian.plugins.router.Router;
import io.meridian.sdk.Plugin;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Runs with the plugins that trade in earnest. */
final class Plans {
    static final long BEGIN = Instant.parse("2026-01-05T14:30:00Z").getEpochSecond() * 1_000_000_000L;
    static final BigDecimal CASH = new BigDecimal("1000000");

    private Plans() {}

    static Tape minutes(int symbols, long steps) {
        return new RandomTape(symbols, BEGIN, Duration.ofMinutes(1), steps, 7);
    }

    static BacktestPlan of(Class<? extends Plugin> strategy, String portfolio, Tape tape) {
        return new BacktestPlan(
                venue -> new PluginSpec("venue-" + venue, PaperVenue.class, Map.of("venue", venue)),
                List.of(
                        new PluginSpec("router", Router.class, Map.of()),
                        new PluginSpec("compliance", ComplianceManager.class, Map.of()),
                        new PluginSpec("book", BookOfRecord.class, Map.of("interval", "1m"))),
                List.of(new PluginSpec(portfolio, strategy, Map.of())),
                tape,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                ZoneOffset.UTC,
                portfolio,
                CASH,
                "USD",
                1);
    }

    static BacktestPlan from(BacktestPlan plan, long fromNs) {
        return new BacktestPlan(
                plan.venue(),
                plan.way(),
                plan.strategies(),
                plan.tape(),
                fromNs,
                plan.toNs(),
                plan.zone(),
                plan.portfolio(),
                plan.cash(),
                plan.currency(),
                plan.quoteSpread());
    }
}
