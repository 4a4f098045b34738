package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.SelectionSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables of one kind: what came over the bus, of which the oldest goes, and what was imported, which stays. A number is two columns, the mantissa and
 * the scale, as it came: a decimal of the database would not keep how many digits it had. {@code came} numbers the rows of a kind, those of both
 * tables together, in order of their coming. Columns that need to lie at even places come first: so rows are smaller.
 */
final class Tables {
    /** All that is ours is there. */
    static final String SCHEMA = "meridian";

    /** An hour: so much goes at once from the disk. */
    static final long CHUNK_NS = 3_600_000_000_000L;

    private Tables() {}

    static String name(DataKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    static String imported(DataKind kind) {
        return "imported_" + name(kind);
    }

    private static String text(String name) {
        // Sorted by its bytes, wherever the server is.
        return ", " + name + " TEXT COLLATE \"C\" NOT NULL";
    }

    private static String create(String name, DataKind kind) {
        return "CREATE TABLE " + name + " (came BIGINT NOT NULL, time BIGINT NOT NULL, sequence BIGINT NOT NULL"
                + kind.fields().stream()
                        .map(field -> ", " + field.column() + " BIGINT")
                        .collect(Collectors.joining())
                + (kind == DataKind.BAR ? ", period BIGINT NOT NULL" : "")
                + ", source INTEGER NOT NULL"
                + kind.fields().stream()
                        .map(field -> ", " + scale(field) + " SMALLINT")
                        .collect(Collectors.joining())
                + text("venue") + text("symbol") + text("currency")
                + (kind == DataKind.TRADE ? text("id") : "")
                + ")";
    }

    /** @param chunks whether the extension is there, which keeps rows in tables of their own by time */
    static List<String> create(DataKind kind, boolean chunks) {
        String name = name(kind);
        List<String> statements = new ArrayList<>(List.of(create(name, kind), create(imported(kind), kind)));
        if (chunks) {
            statements.add("SELECT create_hypertable('" + name + "', 'time', chunk_time_interval => " + CHUNK_NS + ")");
        } else {
            statements.add("CREATE INDEX " + name + "_time ON " + name + " (time)");
            // Room is used again the sooner the more often it is looked for.
            statements.add("ALTER TABLE " + name + " SET (autovacuum_vacuum_scale_factor = 0.05)");
        }
        statements.add("CREATE INDEX imported_" + name + "_time ON " + imported(kind) + " (time)");
        // A few bytes for many pages, as rows lie there in order of their coming.
        statements.add("CREATE INDEX " + name + "_came ON " + name + " USING brin (came) WITH (pages_per_range = 32,"
                + " autosummarize = on)");
        return statements;
    }

    private static String scale(Field field) {
        return field.column() + "_scale";
    }

    /** The columns in the order of {@link CopyRows}. */
    static String columns(DataKind kind) {
        return "came, time, venue, symbol, currency, source, sequence"
                + switch (kind) {
                    case QUOTE -> "";
                    case TRADE -> ", id";
                    case BAR -> ", period";
                }
                + kind.fields().stream()
                        .map(field -> ", " + field.column() + ", " + scale(field))
                        .collect(Collectors.joining());
    }

    /** All columns of the rows that are wanted, in no order. */
    static String query(DataKind kind, Selection selection) {
        String head = "SELECT " + columns(kind) + " FROM ";
        String where = SelectionSql.where(selection, Tables::quoted);
        return head + name(kind) + where + " UNION ALL " + head + imported(kind) + where;
    }

    /** What was imported and is wanted, behind what is to be done with it. */
    static String fromImported(DataKind kind, Selection selection) {
        return " FROM " + imported(kind) + SelectionSql.where(selection, Tables::quoted);
    }

    /** A text in a statement, whatever the server thinks of backslashes. */
    private static String quoted(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
