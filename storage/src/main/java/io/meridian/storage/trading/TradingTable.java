package io.meridian.storage.trading;

import static io.meridian.storage.trading.Column.decimal;
import static io.meridian.storage.trading.Column.number;
import static io.meridian.storage.trading.Column.text;
import static io.meridian.storage.trading.Column.time;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is kept of trading, of what led to it and ran it, and of what it refers to, a table each. Rows are added, and never changed. {@code time} is when it happened, {@code
 * made} when the kernel, the book, a model or a sidecar said it: as of a time means all that had been said by then. Lengths of time are nanoseconds.
 */
public enum TradingTable {
    /** Each event of each order. */
    ORDERS(
            "order_events",
            List.of("order_id"),
            text("portfolio"),
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
            text("portfolio"),
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
            text("portfolio"),
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
            text("portfolio"),
            text("view"),
            text("currency"),
            decimal("balance"),
            decimal("available"),
            decimal("reserved")),
    /** What a portfolio was worth, each time that it was told. */
    VALUES(
            "net_values",
            List.of("portfolio", "currency", "view"),
            text("portfolio"),
            text("view"),
            text("currency"),
            decimal("value"),
            decimal("cash"),
            decimal("gross"),
            decimal("net")),
    /** What models expected. */
    INSIGHTS(
            "insights",
            List.of("model", "venue", "symbol"),
            text("model"),
            text("venue"),
            text("symbol"),
            text("direction"),
            decimal("magnitude"),
            decimal("confidence"),
            time("generated"),
            time("closes"),
            number("period")),
    /** What portfolios were to hold: a weight of the capital, or a quantity. Of a target for nothing the symbol is empty. */
    TARGETS(
            "targets",
            List.of("portfolio", "venue", "symbol"),
            text("portfolio"),
            text("model"),
            text("venue"),
            text("symbol"),
            text("currency"),
            decimal("weight"),
            decimal("capital"),
            text("capital_currency"),
            text("scope"),
            decimal("quantity"),
            decimal("limit_price"),
            time("complete_by")),
    /** How sidecars and their plugins were, and what they did in the time since {@code since}. */
    TELEMETRY(
            "telemetry",
            List.of("instance"),
            text("instance"),
            time("since"),
            text("state"),
            text("reasons"),
            number("attached"),
            number("latched"),
            number("heartbeat_age"),
            number("uptime"),
            number("restarts"),
            number("errors"),
            number("published"),
            number("published_bytes"),
            number("delivered"),
            number("delivered_bytes"),
            number("denied"),
            number("back_pressure"),
            number("dropped"),
            number("missing"),
            number("duplicates"),
            number("dead_letters"),
            number("waiting")),
    /**
     * How long messages took to a sidecar, by template of topics. The percentiles are those of this row's time; of longer times they are found from
     * the buckets, see {@link LatencyHistogram}.
     */
    LATENCY(
            "latency",
            List.of("instance", "topic"),
            text("instance"),
            text("topic"),
            time("since"),
            number("messages"),
            number("total"),
            number("p50"),
            number("p95"),
            number("p99"),
            text("buckets")),
    /** What instruments were, each time that it changed: what they were called, which ISIN they had, how they were traded. */
    INSTRUMENTS(
            "instrument_definitions",
            List.of("venue", "symbol"),
            text("venue"),
            text("symbol"),
            text("isin"),
            text("title"),
            text("kind"),
            text("currency"),
            text("base_currency"),
            text("settlement_currency"),
            text("underlying"),
            text("option_right"),
            time("expiry"),
            decimal("strike"),
            decimal("multiplier"),
            decimal("tick_size"),
            decimal("lot_size"),
            decimal("min_quantity"),
            decimal("max_quantity"),
            decimal("min_value"),
            decimal("maker_fee"),
            decimal("taker_fee"),
            number("settlement_days")),
    /** On which days nothing settles at a venue: a row for each such date, and one with no date for the days of each week. */
    CALENDARS("calendars", List.of("venue", "closed_on"), text("venue"), text("closed_on"), text("weekend"));

    private final String stored;
    private final List<String> subject;
    private final List<Column> columns;

    TradingTable(String stored, List<String> subject, Column... own) {
        this.stored = stored;
        this.subject = subject;
        List<Column> all = new ArrayList<>(List.of(time("time"), time("made")));
        all.addAll(List.of(own));
        columns = List.copyOf(all);
    }

    /** What people call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was traded: kept for ever. */
    public static Set<TradingTable> ofTrading() {
        return EnumSet.range(ORDERS, VALUES);
    }

    /** What is kept for a time. */
    public static Set<TradingTable> ofATime() {
        return EnumSet.range(INSIGHTS, LATENCY);
    }

    /** What trading refers to: kept for ever, a row each time that it changed. */
    public static Set<TradingTable> ofReference() {
        return EnumSet.range(INSTRUMENTS, CALENDARS);
    }

    /** In the order of a row's values. The first two are the same in all. */
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

    public boolean has(String column) {
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
