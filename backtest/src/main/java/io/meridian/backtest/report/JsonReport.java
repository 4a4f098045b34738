package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.EquitySeries;
import io.meridian.backtest.result.Execution;
import io.meridian.backtest.result.OpenPosition;
import io.meridian.backtest.result.PriceSeries;
import io.meridian.backtest.result.RoundTrip;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.result.WorstDrawdown;
import io.meridian.backtest.statistics.Figures;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * A result as one JSON object on one line, for programs. Its fields are told in docs/reference/backtest-report.md; one that is there stays and keeps
 * its meaning, new ones may come. What is not defined is null.
 */
public final class JsonReport {
    private JsonReport() {}

    public static String of(BacktestResult result) {
        return new JsonWriter()
                .object(json -> {
                    run(json, result);
                    figures(json, Figures.of(result));
                    orders(json, result.orders());
                    trading(json, result.trading());
                    trades(json, result.trading());
                    positions(json, result);
                    equity(json, result.equity());
                    json.name("prices").array(items -> result.prices().forEach(each -> price(items, each)));
                })
                .toString();
    }

    /** What was run. */
    static void run(JsonWriter json, BacktestResult result) {
        RunFacts facts = result.facts();
        json.name("run").object(run -> {
            run.field("strategy", facts.strategyId());
            run.field("strategy_class", facts.strategyClass());
            run.field("strategy_version", facts.strategyVersion());
            run.name("settings").object(settings -> facts.settings().forEach(settings::field));
            run.field("data", facts.data());
            run.field("seed", facts.seed());
            run.field("command", facts.command());
            run.field("currency", facts.currency());
            run.field("opening_cash", facts.openingCash().toBigDecimal());
            run.field("begin", time(result.beginNs()));
            run.field("end", time(result.endNs()));
            run.field("events", result.events());
            run.field("bars", result.bars());
            run.field("wall_seconds", result.wallNs() / 1e9);
        });
    }

    static void figures(JsonWriter json, Figures figures) {
        WorstDrawdown worst = figures.worst();
        boolean fell = worst.depth() > 0;
        json.name("figures").object(out -> {
            out.field("final_value", figures.finalValue());
            out.field("total_return", figures.totalReturn());
            out.field("annual_growth", figures.annualGrowth());
            out.field("volatility", figures.volatility());
            out.field("sharpe", figures.sharpe());
            out.field("sharpe_error", figures.sharpeError());
            out.field("sortino", figures.sortino());
            out.field("calmar", figures.calmar());
            out.field("drawdown", figures.drawdown());
            time(out, "drawdown_peak", fell, worst.peakNs());
            time(out, "drawdown_trough", fell, worst.troughNs());
            time(out, "drawdown_recovery", fell && worst.recoveryNs() != WorstDrawdown.NOT_YET, worst.recoveryNs());
            out.field("skewness", figures.skewness());
            out.field("kurtosis", figures.kurtosis());
            out.field("best_day", figures.bestDay());
            out.field("worst_day", figures.worstDay());
            out.field("daily_returns", (long) figures.dailyReturns());
            out.field("days_per_year", (long) figures.daysPerYear());
            out.field("round_trips", figures.roundTrips());
            out.field("win_rate", figures.winRate());
            out.field("profit_factor", figures.profitFactor());
            out.field("mean_trade", figures.meanTrade());
            out.field("mean_win", figures.meanWin());
            out.field("mean_loss", figures.meanLoss());
            out.field("mean_held_seconds", figures.meanHeldNs() / 1e9);
            out.field("turnover", figures.turnover());
            out.field("fee_basis_points", figures.feeBasisPoints());
            out.field("slippage_basis_points", figures.slippageBasisPoints());
            out.field("gross_exposure", figures.grossExposure());
            out.field("net_exposure", figures.netExposure());
            out.field("highest_exposure", figures.leverage());
            out.field("time_in_market", figures.timeInMarket());
        });
    }

    static void orders(JsonWriter json, BacktestResult.Orders orders) {
        json.name("orders").object(out -> {
            out.field("sent", orders.sent());
            out.field("refused", orders.refused());
            out.field("cancelled", orders.cancelled());
            out.name("refusals")
                    .array(items -> orders.refusals()
                            .forEach(refusal -> items.object(item -> item.field("code", refusal.code())
                                    .field("count", refusal.count())
                                    .field("first", time(refusal.firstNs()))
                                    .field("sentence", refusal.sentence()))));
        });
    }

    static void trading(JsonWriter json, BacktestResult.Trading trading) {
        json.name("trading").object(out -> {
            out.field("fills", trading.fills());
            out.field("round_trips", trading.tally().count());
            out.field("wins", trading.tally().wins());
            out.field("losses", trading.tally().losses());
            out.field("won", trading.tally().won());
            out.field("lost", trading.tally().lost());
            out.field("bought", trading.bought());
            out.field("sold", trading.sold());
            out.field("fees", trading.fees());
            out.field("slippage", trading.slippage());
            out.field("slippage_fills", trading.slippageFills());
            out.field("slippage_traded", trading.slippageTraded());
        });
    }

    private static void trades(JsonWriter json, BacktestResult.Trading trading) {
        json.name("round_trips").array(items -> trading.roundTrips().forEach(each -> roundTrip(items, each)));
        json.name("fills").array(items -> trading.executions().forEach(each -> fill(items, each)));
    }

    private static void roundTrip(JsonWriter json, RoundTrip trip) {
        json.object(out -> out.field("venue", trip.venue())
                .field("symbol", trip.symbol())
                .field("way", trip.bought() ? "long" : "short")
                .field("opened", time(trip.openedNs()))
                .field("closed", time(trip.closedNs()))
                .field("quantity", trip.quantity())
                .field("fees", trip.fees())
                .field("profit", trip.profit()));
    }

    private static void fill(JsonWriter json, Execution fill) {
        json.object(out -> out.field("time", time(fill.timeNs()))
                .field("order", fill.orderId())
                .field("venue", fill.venue())
                .field("symbol", fill.symbol())
                .field("side", fill.side().name().toLowerCase(Locale.ROOT))
                .field("quantity", exact(fill.quantity()))
                .field("price", exact(fill.price()))
                .field("fee", exact(fill.fee()))
                .field("decision_price", exact(fill.decisionPrice()))
                .field("realised", fill.realised()));
    }

    static void positions(JsonWriter json, BacktestResult result) {
        json.name("positions").array(items -> result.positions().forEach(each -> position(items, each)));
    }

    private static void position(JsonWriter json, OpenPosition position) {
        json.object(out -> out.field("venue", position.venue())
                .field("symbol", position.symbol())
                .field("quantity", position.quantity())
                .field("average_price", position.averagePrice())
                .field("price", position.price())
                .field("unrealised", position.unrealised()));
    }

    static void equity(JsonWriter json, EquitySeries equity) {
        int size = equity.size();
        json.name("equity").object(out -> {
            out.numbers("time_ms", size, (each, i) -> each.number(Math.floorDiv(equity.timesNs()[i], 1_000_000)));
            out.numbers("value", size, (each, i) -> each.number(equity.netAssetValue()[i]));
            out.numbers("cash", size, (each, i) -> each.number(equity.cash()[i]));
            out.numbers("gross", size, (each, i) -> each.number(equity.gross()[i]));
            out.numbers("net", size, (each, i) -> each.number(equity.net()[i]));
        });
    }

    private static void price(JsonWriter json, PriceSeries series) {
        int size = series.timesNs().length;
        json.object(out -> {
            out.field("venue", series.venue());
            out.field("symbol", series.symbol());
            out.numbers("time_ms", size, (each, i) -> each.number(Math.floorDiv(series.timesNs()[i], 1_000_000)));
            out.numbers("price", size, (each, i) -> each.number(series.prices()[i]));
        });
    }

    private static void time(JsonWriter json, String name, boolean known, long timeNs) {
        if (known) {
            json.field(name, time(timeNs));
        } else {
            json.field(name, (BigDecimal) null);
        }
    }

    private static String time(long timeNs) {
        return Words.instant(timeNs).toString();
    }

    private static BigDecimal exact(Decimal value) {
        return value == null ? null : value.toBigDecimal();
    }
}
