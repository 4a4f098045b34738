package io.meridian.storage.market;

import io.meridian.marketfiles.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What limits a query, and the values of its places in order. */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Of these symbols, at any time. */
    static Where ofSymbols(Selection selection) {
        Where where = new Where();
        if (!selection.symbols().isEmpty()) {
            List<String> symbols = selection.symbols().stream().sorted().toList();
            where.add("symbol IN (" + String.join(", ", Collections.nCopies(symbols.size(), "?")) + ")");
            where.values.addAll(symbols);
        }
        return where;
    }

    /** Of these symbols and times. */
    static Where of(Selection selection) {
        return ofSymbols(selection).from("time >= ?", selection.fromNs()).to("time < ?", selection.toNs());
    }

    /** @param ns from the beginning: no condition */
    Where from(String condition, long ns) {
        return ns == Long.MIN_VALUE ? this : add(condition, ns);
    }

    /** @param ns to the end: no condition */
    Where to(String condition, long ns) {
        return ns == Long.MAX_VALUE ? this : add(condition, ns);
    }

    Where add(String condition, Object... more) {
        conditions.add(condition);
        values.addAll(List.of(more));
        return this;
    }

    List<Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
