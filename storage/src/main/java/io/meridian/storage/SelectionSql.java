package io.meridian.storage;

import io.meridian.marketfiles.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A selection of market data as SQL that all engines understand. */
public final class SelectionSql {
    private SelectionSql() {}

    /** {@code WHERE} and what limits rows to the selection's times and symbols; empty when nothing does. @param quoted how an engine writes a text */
    public static String where(Selection selection, UnaryOperator<String> quoted) {
        List<String> conditions = new ArrayList<>();
        if (selection.fromNs() != Long.MIN_VALUE) {
            conditions.add("time >= " + selection.fromNs());
        }
        if (selection.toNs() != Long.MAX_VALUE) {
            conditions.add("time < " + selection.toNs());
        }
        if (!selection.symbols().isEmpty()) {
            conditions.add(selection.symbols().stream()
                    .sorted()
                    .map(quoted)
                    .collect(Collectors.joining(", ", "symbol IN (", ")")));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
