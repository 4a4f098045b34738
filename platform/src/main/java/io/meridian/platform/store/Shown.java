package io.meridian.platform.store;

import io.meridian.storage.trading.TradingTable;
import java.util.Locale;

/** What {@code meridian data show} shows. */
enum Shown {
    ORDERS(TradingTable.ORDERS),
    FILLS(TradingTable.FILLS),
    POSITIONS(TradingTable.POSITIONS),
    CASH(TradingTable.CASH),
    VALUES(TradingTable.VALUES),
    INSIGHTS(TradingTable.INSIGHTS),
    TARGETS(TradingTable.TARGETS),
    TELEMETRY(TradingTable.TELEMETRY),
    LATENCY(TradingTable.LATENCY),
    INSTRUMENTS(TradingTable.INSTRUMENTS),
    CALENDARS(TradingTable.CALENDARS),
    QUOTES(null),
    TRADES(null),
    BARS(null),
    MOVERS(null);

    private final TradingTable table;

    Shown(TradingTable table) {
        this.table = table;
    }

    /** Null: it is market data. */
    TradingTable table() {
        return table;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param asOf whether how things stood at one time is asked */
    MarketOrder.Question question(boolean asOf) {
        return switch (this) {
            case QUOTES -> asOf ? MarketOrder.Question.LAST_QUOTES : MarketOrder.Question.QUOTES;
            case TRADES -> asOf ? MarketOrder.Question.LAST_TRADES : MarketOrder.Question.TRADES;
            case BARS -> MarketOrder.Question.BARS;
            case MOVERS -> MarketOrder.Question.MOVERS;
            default -> throw new IllegalStateException(label() + " are no market data");
        };
    }
}
