package io.meridian.marketfiles;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a number or a time of a Parquet file is asked for, so that it comes exact and without an object where that is possible. */
record ParquetColumn(String expression, Form form, int scale) {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
    private static final int MOST_DIGITS = 18;

    enum Form {
        /** A long: the mantissa, or nanoseconds. */
        LONG,
        /** A whole number whose magnitude tells the unit. */
        MAGNITUDE,
        DOUBLE,
        TEXT
    }

    static ParquetColumn number(String column, String type) {
        String name = Database.name(column);
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches() && Integer.parseInt(decimal.group(1)) <= MOST_DIGITS) {
            int scale = Integer.parseInt(decimal.group(2));
            int digits = Integer.parseInt(decimal.group(1)) + scale;
            // The product has the scale of the number, so it may be too long for the type of the column.
            String wide = digits <= MOST_DIGITS ? name : "CAST(" + name + " AS DECIMAL(38," + scale + "))";
            String power = "1" + "0".repeat(scale);
            return new ParquetColumn("CAST(" + wide + " * " + power + " AS BIGINT)", Form.LONG, scale);
        }
        if (isWhole(type)) {
            return new ParquetColumn("CAST(" + name + " AS BIGINT)", Form.LONG, 0);
        }
        return type.equals("DOUBLE") ? new ParquetColumn(name, Form.DOUBLE, 0) : text(name);
    }

    static ParquetColumn time(String column, String type) {
        String name = Database.name(column);
        if (type.startsWith("TIMESTAMP")) {
            return new ParquetColumn("epoch_ns(" + name + ")", Form.LONG, 0);
        }
        if (isWhole(type)) {
            return new ParquetColumn("CAST(" + name + " AS BIGINT)", Form.MAGNITUDE, 0);
        }
        return text(name);
    }

    private static ParquetColumn text(String name) {
        return new ParquetColumn("CAST(" + name + " AS VARCHAR)", Form.TEXT, 0);
    }

    private static boolean isWhole(String type) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> true;
            default -> false;
        };
    }
}
