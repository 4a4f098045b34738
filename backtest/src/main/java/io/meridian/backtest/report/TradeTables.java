package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.Execution;
import io.meridian.backtest.result.RoundTrip;
import java.util.List;
import java.util.Locale;

/** The first round trips and the first fills, and how many are left out. */
final class TradeTables {
    static final int MOST_ROWS = 1_000;

    private TradeTables() {}

    static Html roundTrips(BacktestResult.Trading trading) {
        if (trading.roundTrips().isEmpty()) {
            return new Html().element("p class=none", "No position was closed.");
        }
        Table table = new Table(
                caption("round trips", trading.tally().count()),
                true,
                List.of("Symbol", "Venue", "Way", "Opened", "Closed", "#Most held", "#Fees", "#Profit after fees"));
        for (RoundTrip trip : first(trading.roundTrips())) {
            table.row(
                    trip.symbol(),
                    trip.venue(),
                    trip.bought() ? "long" : "short",
                    Words.time(trip.openedNs()),
                    Words.time(trip.closedNs()),
                    Words.exact(trip.quantity()),
                    Words.money(trip.fees()),
                    Words.money(trip.profit()));
        }
        return table.end();
    }

    static Html fills(BacktestResult.Trading trading) {
        if (trading.executions().isEmpty()) {
            return new Html().element("p class=none", "There was no fill.");
        }
        Table table = new Table(
                caption("fills", trading.fills()),
                true,
                List.of(
                        "Time",
                        "Order",
                        "Symbol",
                        "Venue",
                        "Side",
                        "#Quantity",
                        "#Price",
                        "#At decision",
                        "#Fee",
                        "#Realised"));
        for (Execution fill : first(trading.executions())) {
            table.row(
                    Words.time(fill.timeNs()),
                    fill.orderId(),
                    fill.symbol(),
                    fill.venue(),
                    fill.side().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Words.exact(fill.quantity().toBigDecimal()),
                    Words.exact(fill.price().toBigDecimal()),
                    fill.decisionPrice() == null
                            ? ""
                            : Words.exact(fill.decisionPrice().toBigDecimal()),
                    Words.money(fill.fee().toBigDecimal()),
                    fill.realised() == null ? "" : Words.money(fill.realised()));
        }
        return table.end();
    }

    private static String caption(String what, long all) {
        return all > MOST_ROWS
                ? "The first " + Words.count(MOST_ROWS) + " of " + Words.count(all) + " " + what
                : "All " + Words.count(all) + " " + what;
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), MOST_ROWS));
    }
}
