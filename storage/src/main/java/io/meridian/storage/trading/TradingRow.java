package io.meridian.storage.trading;

import io.meridian.plugin.contract.value.Decimal;
import java.util.Collections;
import java.util.List;

/**
 * A row of what is kept of trading.
 *
 * @param came its number in order of coming; 0 while it is not stored
 * @param id the same for a message that is told again, word for word, and for no other: it is stored once
 * @param trace of the message, 32 hexadecimal digits
 * @param source which instance published it
 * @param sequence its number among the messages of its source and topic
 * @param values one for each column of the table; each of the type that its column says
 */
public record TradingRow(
        TradingTable table, long came, String id, String trace, int source, long sequence, List<Object> values) {
    public TradingRow {
        if (values.size() != table.columns().size()) {
            throw new IllegalArgumentException("values=" + values.size() + " of a row of table=" + table.label()
                    + " must be " + table.columns().size());
        }
        // Not a copy that refuses null: a number may be absent.
        values = Collections.unmodifiableList(values);
    }

    public String text(String column) {
        return (String) values.get(table.indexOf(column));
    }

    /** A time or a whole number. */
    public long number(String column) {
        return (Long) values.get(table.indexOf(column));
    }

    /** Null where there is none. */
    public Decimal decimal(String column) {
        return (Decimal) values.get(table.indexOf(column));
    }
}
