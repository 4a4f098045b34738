package io.meridian.storage.market;

import io.meridian.marketfiles.Selection;
import java.util.List;

/**
 * Trades summed up by minutes, on the engines where bars of many trades take long: the same bars are then made of far fewer rows. Two tables have
 * it. {@link #HOURS} says of each hour in which there are trades whether its minutes are {@code rolled}, which they are as long as none of its trades
 * has changed since; else the trades themselves count. So what is asked is never answered by what was, and all of it can be made anew at any time.
 */
public final class TradeMinutes {
    public static final String TABLE = "trade_minutes";
    public static final String HOURS = "trade_hours";
    public static final long MINUTE_NS = 60_000_000_000L;
    public static final long HOUR_NS = 60 * MINUTE_NS;

    /** Of {@link #TABLE}, in the order of {@link #of}; trades whose numbers have other digits after the point have minutes of their own. */
    public static final String COLUMNS =
            "time, symbol, venue, currency, first_time, first_came, first_price, last_time, last_came, last_price,"
                    + " highest, lowest, volume, parts, price_scale, size_scale";

    private TradeMinutes() {}

    /** Where the hour of a time begins. */
    public static long hour(long timeNs) {
        return Math.floorDiv(timeNs, HOUR_NS) * HOUR_NS;
    }

    /** Where the hour after one begins. */
    public static long after(long hour) {
        return hour > Long.MAX_VALUE - HOUR_NS ? Long.MAX_VALUE : hour + HOUR_NS;
    }

    /** Selects the minutes of an hour: a question with two places, for the values of {@link #bounds}. */
    public static String of(MarketSource source, long hour) {
        return new BarSql(source).minutes(hour, within(hour));
    }

    /** The values of the places. */
    public static List<Object> bounds(long hour) {
        return within(hour).values();
    }

    private static Where within(long hour) {
        return Where.of(Selection.all().between(hour, after(hour)));
    }
}
