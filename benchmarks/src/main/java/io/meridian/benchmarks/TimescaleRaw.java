package io.meridian.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.copy.CopyIn;
import org.postgresql.jdbc.PgConnection;

/** The database's own fastest way in, by hand: {@code COPY} in its binary form into a table of the same columns, indexes and chunks. */
final class TimescaleRaw implements RawTable {
    private static final String[] TEXTS = {"venue", "symbol", "currency"};
    private static final String COLUMNS = "came, time, venue, symbol, currency, source, sequence, bid, bid_scale,"
            + " bid_size, bid_size_scale, ask, ask_scale, ask_size, ask_size_scale";

    private final PgConnection connection;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
    private final DataOutputStream out = new DataOutputStream(bytes);

    TimescaleRaw(Connection connection) throws SQLException {
        this.connection = connection.unwrap(PgConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE raw (came BIGINT NOT NULL, time BIGINT NOT NULL, sequence BIGINT NOT NULL, bid"
                        + " BIGINT, bid_size BIGINT, ask BIGINT, ask_size BIGINT, source INTEGER NOT NULL, bid_scale"
                        + " SMALLINT, bid_size_scale SMALLINT, ask_scale SMALLINT, ask_size_scale SMALLINT, "
                            + String.join(" TEXT COLLATE \"C\" NOT NULL, ", TEXTS) + " TEXT COLLATE \"C\" NOT NULL)");
            statement.execute("SELECT create_hypertable('raw', 'time', chunk_time_interval => 3600000000000)");
            statement.execute(
                    "CREATE INDEX raw_came ON raw USING brin (came) WITH (pages_per_range = 32, autosummarize ="
                            + " on)");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void begin() throws IOException {
        bytes.reset();
        out.write("PGCOPY\n\u00FF\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeLong(0);
    }

    @Override
    public void row(long number, long timeNs, String symbol, long price, long bidSize, long askSize)
            throws IOException {
        out.writeShort(15);
        number(number);
        number(timeNs);
        text("XNAS");
        text(symbol);
        text("USD");
        out.writeInt(Integer.BYTES);
        out.writeInt(7);
        number(number);
        decimal(price, 2);
        decimal(bidSize, 0);
        decimal(price + 1, 2);
        decimal(askSize, 0);
    }

    private void number(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private void decimal(long mantissa, int scale) throws IOException {
        number(mantissa);
        out.writeInt(Short.BYTES);
        out.writeShort(scale);
    }

    private void text(String value) throws IOException {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
    }

    @Override
    public void commit() throws IOException, SQLException {
        out.writeShort(-1);
        CopyIn copy = connection.getCopyAPI().copyIn("COPY raw (" + COLUMNS + ") FROM STDIN BINARY");
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        copy.endCopy();
        connection.commit();
    }
}
