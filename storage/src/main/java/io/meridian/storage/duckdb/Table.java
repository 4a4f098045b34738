package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The table of one kind. A number is two columns, the mantissa and the scale, as it came: a decimal of the database has one scale for all rows, and so
 * would add or round away digits. {@code came} numbers the rows in order of their coming.
 */
final class Table {
    private Table() {}

    static String name(DataKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    static String create(DataKind kind) {
        String last = switch (kind) {
            case QUOTE -> "";
            case TRADE -> ", id VARCHAR NOT NULL";
            case BAR -> ", period BIGINT NOT NULL";
        };
        return "CREATE TABLE " + name(kind) + " (came BIGINT NOT NULL, time BIGINT NOT NULL, venue VARCHAR NOT NULL,"
                + " symbol VARCHAR NOT NULL, currency VARCHAR NOT NULL, source INTEGER NOT NULL, sequence BIGINT NOT"
                + " NULL"
                + last
                + kind.fields().stream()
                        .map(field -> ", " + mantissa(field) + " BIGINT, " + scale(field) + " TINYINT")
                        .collect(Collectors.joining())
                + ")";
    }

    static String mantissa(Field field) {
        return "\"" + field.column() + "\"";
    }

    static String scale(Field field) {
        return field.column() + "_scale";
    }

    /** A text in a statement. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
