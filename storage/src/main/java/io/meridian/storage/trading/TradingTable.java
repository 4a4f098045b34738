package io.meridian.storage.trading;

import static io.meridian.storage.trading.Column.decimal;
import static io.meridian.storage.trading.Column.number;
import static io.meridian.storage.trading.Column.text;
import static io.meridian.storage.trading.Column.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is kept of trading, a table each. Rows are only ever added. {@code time} is when it happened, {@code made} when the kernel or the book said it: as
 * of a time means all that had been said by then.
 */
public enum TradingTable {
    /** Each event of each order. */
    ORDERS(
            "order_events",
            List.of("order_id"),
            text("order_id"),
            number("number"),
            text("venue"),
            text("symbol"),
            text("currency"),
            text("side"),
            text("state"),
            text("previous_state"),
            text("cause"),
            decimal("quantity"),
            decimal("filled"),
            decimal("leaves"),
            decimal("average_price"),
            decimal("limit_price"),
            decimal("stop_price"),
            text("parent_id"),
            text("venue_order_id"),
            text("request_id"),
            text("reason")),
    /** Each trade of ours, and each that was taken back or corrected. */
    FILLS(
            "fills",
            List.of("portfolio", "venue", "symbol", "order_id", "trade_id", "kind", "referenced_trade_id"),
            text("order_id"),
            text("trade_id"),
            text("venue"),
            text("symbol"),
            text("currency"),
            text("side"),
            text("kind"),
            text("liquidity"),
            decimal("quantity"),
            decimal("price"),
            decimal("fee"),
            text("fee_currency"),
            number("trade_date"),
            number("settlement_date"),
            text("placement_id"),
            text("venue_order_id"),
            text("referenced_trade_id")),
    /** What a portfolio held of an instrument, each time that it changed. */
    POSITIONS(
            "positions",
            List.of("portfolio", "venue", "symbol", "view"),
            text("view"),
            text("venue"),
            text("symbol"),
            text("currency"),
            decimal("quantity"),
            decimal("average_price"),
            decimal("market_price"),
            decimal("realised"),
            text("realised_currency"),
            decimal("unrealised"),
            text("unrealised_currency"),
            decimal("fees"),
            text("fees_currency")),
    /** What a portfolio had of a currency, each time that it changed. */
    CASH(
            "cash",
            List.of("portfolio", "currency", "view"),
            text("view"),
            text("currency"),
            decimal("balance"),
            decimal("available"),
            decimal("reserved")),
    /** What a portfolio was worth, each time that it was told. */
    VALUES(
            "net_values",
            List.of("portfolio", "currency", "view"),
            text("view"),
            text("currency"),
            decimal("value"),
            decimal("cash"),
            decimal("gross"),
            decimal("net"));

    private final String stored;
    private final List<String> subject;
    private final List<Column> columns;

    TradingTable(String stored, List<String> subject, Column... own) {
        this.stored = stored;
        this.subject = subject;
        List<Column> all = new ArrayList<>(List.of(time("time"), time("made"), text("portfolio")));
        all.addAll(List.of(own));
        columns = List.copyOf(all);
    }

    /** What people call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the order of a row's values. The first three are the same in all. */
    public List<Column> columns() {
        return columns;
    }

    /** Where a column is among the values of a row. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("table=" + label() + " has no column=" + column);
    }

    boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    /** The name in a database. */
    public String stored() {
        return stored;
    }

    /** What a row is about: of rows about the same the last one counts. */
    public List<String> subject() {
        return subject;
    }
}
