package io.meridian.platform.store;

import io.meridian.platform.cli.TimeOption;
import io.meridian.storage.trading.TradingQuery;
import java.util.Map;
import java.util.TreeMap;

/** What rows of a store can be about, by the names under which people ask for it. */
final class RowFilter {
    /** The columns of trading. */
    private static final Map<String, String> COLUMNS = new TreeMap<>(Map.of(
            "portfolio",
            "portfolio",
            "symbol",
            "symbol",
            "order",
            "order_id",
            "model",
            "model",
            "instance",
            "instance"));

    private RowFilter() {}

    /** Whether rows of this kind can be asked for by it. Market data has symbols alone. */
    static boolean fits(Shown what, String name) {
        return what.table() == null ? name.equals("symbol") : what.table().has(COLUMNS.get(name));
    }

    /** The first of those that rows of this kind cannot be asked for by, or null. */
    static String unfit(Shown what, Map<String, String> only) {
        return COLUMNS.keySet().stream()
                .filter(name -> only.get(name) != null && !fits(what, name))
                .findFirst()
                .orElse(null);
    }

    /** @param only values by these names; what is null, or has another name, limits nothing */
    static TradingQuery query(Shown what, Map<String, String> only, TimeOption.Range times) {
        TradingQuery query = TradingQuery.all(what.table()).between(times.fromNs(), times.toNs());
        for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
            String value = only.get(column.getKey());
            query = value == null ? query : query.of(column.getValue(), value);
        }
        return query;
    }
}
