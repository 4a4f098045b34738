package io.meridian.storage.clickhouse;

import io.meridian.storage.market.Asked;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * An answer as lines of texts between tabs: so its columns need no types, which a server gives to sums and counts as it likes. The server sends it when all
 * of it is there, and an error in its place.
 */
final class TextAnswer implements Asked {
    private static final String NULL = "\\N";

    private final Database database;
    private final String what;
    private final String sql;
    private final String id = UUID.randomUUID().toString();
    private Iterator<String> lines;
    private String[] row;

    TextAnswer(Database database, String what, String sql, List<Object> values) {
        this.database = database;
        this.what = what;
        this.sql = Tables.filled(sql, values);
    }

    @Override
    public boolean next() {
        if (lines == null) {
            lines = database.lines(what, sql, id).iterator();
        }
        if (!lines.hasNext()) {
            return false;
        }
        row = lines.next().split("\t", -1);
        return true;
    }

    @Override
    public boolean isNull(int column) {
        return row[column - 1].equals(NULL);
    }

    @Override
    public long number(int column) {
        return isNull(column) ? 0 : Long.parseLong(row[column - 1]);
    }

    @Override
    public BigDecimal whole(int column) {
        return isNull(column) ? null : new BigDecimal(row[column - 1]);
    }

    @Override
    public String text(int column) {
        String raw = row[column - 1];
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            text.append(
                    switch (escaped) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case '0' -> '\0';
                        default -> escaped;
                    });
        }
        return text.toString();
    }

    @Override
    public void cancel() {
        database.kill(id);
    }

    @Override
    public void close() {}
}
