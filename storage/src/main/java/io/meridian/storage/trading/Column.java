package io.meridian.storage.trading;

import java.util.List;
import java.util.Locale;

/** A column of what is kept of trading. @param name in small letters, as people write it too */
public record Column(String name, Type type) {
    /** What its values are. */
    public enum Type {
        /** A {@code String}, empty where there is none. */
        TEXT,
        /** Epoch nanoseconds as a {@code Long}, 0 where there is none. */
        TIME,
        /** A {@code Long}. */
        NUMBER,
        /** A {@code Decimal}, null where there is none. It keeps the digits it came with, so it is two columns of the database. */
        DECIMAL
    }

    /** The columns of the database that it takes. */
    List<String> stored() {
        return type == Type.DECIMAL ? List.of(name, name + "_scale") : List.of(name);
    }

    String definition() {
        return switch (type) {
            case TEXT -> name + " VARCHAR NOT NULL";
            case TIME, NUMBER -> name + " BIGINT NOT NULL";
            case DECIMAL -> name + " BIGINT, " + name + "_scale SMALLINT";
        };
    }

    static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    static Column time(String name) {
        return new Column(name, Type.TIME);
    }

    static Column number(String name) {
        return new Column(name, Type.NUMBER);
    }

    static Column decimal(String name) {
        return new Column(name, Type.DECIMAL);
    }

    @Override
    public String toString() {
        return name + " " + type.name().toLowerCase(Locale.ROOT);
    }
}
