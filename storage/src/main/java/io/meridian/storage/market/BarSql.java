package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that makes bars of trades or of shorter bars. Numbers of one group have the same digits after the point, so that whole numbers are compared
 * and summed; {@link BarReader} puts groups that differ only in that together.
 */
final class BarSql {
    /** What a query selects, in this order; then the scales of open, high, low, close and volume. */
    static final String NAMES =
            "begin_ns, symbol, venue, part, currency, first_time, first_came, first_price, last_time, last_came,"
                    + " last_price, highest, lowest, volume, parts, open_scale, high_scale, low_scale, close_scale,"
                    + " volume_scale";

    /** Where a bar of all rows begins. */
    static final String ONE = "CAST(0 AS BIGINT)";

    private final MarketSource source;

    BarSql(MarketSource source) {
        this.source = source;
    }

    /** See {@link MarketSource#hours}. */
    String hours() {
        return source.hours();
    }

    /** Where a bar begins that has a time. @param fromNs where some bar begins, none later than the time: a remainder below 0 says nothing */
    static String begin(String time, long fromNs, long periodNs) {
        return time + " - (" + time + " - (" + fromNs + ")) % " + periodNs;
    }

    /** @param begin where the bar of a row begins */
    String ofTrades(String begin, Where where) {
        String rows = source.rows(DataKind.TRADE) + " r" + where;
        return select(rows, begin, ONE, Field.PRICE, Field.PRICE, Field.PRICE, Field.PRICE, Field.SIZE);
    }

    /** Of one that is there twice, imported and from the bus or told again, what came last counts. */
    String ofBars(String begin, Where where) {
        String rows = "(SELECT r.*, row_number() OVER (PARTITION BY symbol, venue, period, time ORDER BY came DESC) AS"
                + " copy FROM " + source.rows(DataKind.BAR) + " r" + where + ") r WHERE copy = 1";
        return select(rows, begin, "period", Field.OPEN, Field.HIGH, Field.LOW, Field.CLOSE, Field.VOLUME);
    }

    /** Of trades that are {@linkplain TradeMinutes summed up}. @param where of the time at which a minute begins */
    String ofMinutes(String begin, Where where) {
        return select(
                source.minutes() + " r" + where,
                begin,
                ONE,
                source.first("first_time", "first_came", "first_price"),
                source.last("last_time", "last_came", "last_price"),
                List.of("max(highest)", "min(lowest)", "sum(volume)", "CAST(sum(parts) AS BIGINT)"),
                List.of("price_scale", "price_scale", "price_scale", "price_scale", "size_scale"));
    }

    /** What {@link TradeMinutes} has of the trades of a time. @param fromNs where a minute begins, none later than the time */
    String minutes(long fromNs, Where where) {
        return "SELECT begin_ns, symbol, venue, currency, first_time, first_came, first_price, last_time, last_came,"
                + " last_price, highest, lowest, volume, parts, open_scale, volume_scale FROM ("
                + ofTrades(begin("time", fromNs, TradeMinutes.MINUTE_NS), where) + ") m";
    }

    private String select(
            String rows, String begin, String part, Field open, Field high, Field low, Field close, Field volume) {
        return select(
                rows,
                begin,
                part,
                source.first("time", "came", number(open)),
                source.last("time", "came", number(close)),
                List.of(
                        "max(" + number(high) + ")",
                        "min(" + number(low) + ")",
                        source.sum(number(volume)),
                        "count(*)"),
                Stream.of(open, high, low, close, volume).map(BarSql::scale).toList());
    }

    /**
     * @param figures the highest, the lowest, the volume and of how many parts they are
     * @param scales of the first, the highest, the lowest, the last and the volume
     */
    private String select(
            String rows,
            String begin,
            String part,
            MarketSource.Edge first,
            MarketSource.Edge last,
            List<String> figures,
            List<String> scales) {
        String keys = begin + ", symbol, venue, " + part;
        List<String> values = List.of(
                begin + " AS begin_ns",
                "symbol",
                "venue",
                part + " AS part",
                source.any("currency") + " AS currency",
                first.time() + " AS first_time",
                first.came() + " AS first_came",
                first.value() + " AS first_price",
                last.time() + " AS last_time",
                last.came() + " AS last_came",
                last.value() + " AS last_price",
                figures.get(0) + " AS highest",
                figures.get(1) + " AS lowest",
                figures.get(2) + " AS volume",
                figures.get(3) + " AS parts",
                scales.get(0) + " AS open_scale",
                scales.get(1) + " AS high_scale",
                scales.get(2) + " AS low_scale",
                scales.get(3) + " AS close_scale",
                scales.get(4) + " AS volume_scale");
        // What is the same for all rows is no key of a group.
        String groups = Stream.concat(Stream.of(keys.split(", ")), scales.stream())
                .filter(key -> !key.equals(ONE))
                .distinct()
                .collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", values) + " FROM " + rows + " GROUP BY " + groups;
    }

    /** The stored bars of which bars of a length can be made: the longest that fit, of each instrument that has some. */
    String bases(long periodNs, Where where) {
        String begin = "(time - period)";
        String across =
                "((" + begin + " % " + periodNs + ") + " + periodNs + ") % " + periodNs + " + period > " + periodNs;
        return "SELECT symbol, venue, max(period) AS period FROM (SELECT symbol, venue, period FROM "
                + source.rows(DataKind.BAR) + " r"
                + where.add(fits(periodNs))
                // One that lies across two of the bars belongs to neither.
                + " GROUP BY symbol, venue, period HAVING max(CASE WHEN " + across
                + " THEN 1 ELSE 0 END) = 0) f GROUP BY"
                + " symbol, venue";
    }

    /**
     * A time at or before which the first bar begins, and one within the last. Not by min and max: for these an engine may look at all rows, where it has the
     * rows in order of time.
     */
    String ends(Where trades, Where bars, long periodNs) {
        String ofTrades = " FROM " + source.rows(DataKind.TRADE) + " r" + trades + " ORDER BY time";
        String ofBars = " FROM " + source.rows(DataKind.BAR) + " r" + bars + " ORDER BY time";
        return "SELECT min(earliest), max(latest) FROM (SELECT (SELECT time" + ofTrades
                + " LIMIT 1) AS earliest, (SELECT"
                + " time" + ofTrades + " DESC LIMIT 1) AS latest UNION ALL SELECT (SELECT time - " + periodNs + ofBars
                + " LIMIT 1) AS earliest, (SELECT time - 1" + ofBars + " DESC LIMIT 1) AS latest) e";
    }

    /** A row where there is a stored bar. */
    String anyBar(Where bars) {
        return "SELECT 1 FROM " + source.rows(DataKind.BAR) + " r" + bars + " LIMIT 1";
    }

    static String fits(long periodNs) {
        return "period > 0 AND " + periodNs + " % nullif(period, 0) = 0";
    }

    private static String number(Field field) {
        return "\"" + field.column() + "\"";
    }

    private static String scale(Field field) {
        return field.column() + "_scale";
    }
}
