package io.meridian.benchmarks;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.meridian.devservers.ClickHouseServer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The database's own fastest way in, by hand: {@code RowBinary} over HTTP into a table of the same columns, order and partitions, forced to the disk. */
final class ClickHouseRaw implements RawTable, AutoCloseable {
    private static final List<String> COLUMNS = List.of(
            "came",
            "time",
            "venue",
            "symbol",
            "currency",
            "source",
            "sequence",
            "bid",
            "bid_scale",
            "bid_size",
            "bid_size_scale",
            "ask",
            "ask_scale",
            "ask_size",
            "ask_size_scale");

    private final Client client;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    ClickHouseRaw(ClickHouseServer server) {
        server.sql(
                ClickHouseServer.NAME,
                "CREATE TABLE raw (came Int64 CODEC(Delta, LZ4), time Int64 CODEC(Delta, LZ4), venue"
                        + " LowCardinality(String), symbol LowCardinality(String), currency LowCardinality(String),"
                        + " source Int32, sequence Int64 CODEC(Delta, LZ4), bid Nullable(Int64), bid_scale"
                        + " Nullable(Int8), bid_size Nullable(Int64), bid_size_scale Nullable(Int8), ask"
                        + " Nullable(Int64), ask_scale Nullable(Int8), ask_size Nullable(Int64), ask_size_scale"
                        + " Nullable(Int8)) ENGINE = MergeTree PARTITION BY intDiv(time, 3600000000000) ORDER BY"
                        + " (symbol, venue, time, came) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1");
        client = new Client.Builder()
                .addEndpoint("http://127.0.0.1:" + server.port())
                .setUsername(ClickHouseServer.NAME)
                .setPassword(ClickHouseServer.NAME)
                .setDefaultDatabase(ClickHouseServer.NAME)
                .useAsyncRequests(false)
                .compressServerResponse(false)
                .compressClientRequest(false)
                .build();
    }

    @Override
    public void begin() {
        bytes.clear();
    }

    @Override
    public void row(long number, long timeNs, String symbol, long price, long bidSize, long askSize) {
        bytes.putLong(number).putLong(timeNs);
        text("XNAS");
        text(symbol);
        text("USD");
        bytes.putInt(7).putLong(number);
        decimal(price, 2);
        decimal(bidSize, 0);
        decimal(price + 1, 2);
        decimal(askSize, 0);
    }

    private void decimal(long mantissa, int scale) {
        bytes.put((byte) 0).putLong(mantissa).put((byte) 0).put((byte) scale);
    }

    private void text(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        bytes.put((byte) text.length).put(text);
    }

    @Override
    @SuppressWarnings("try")
    public void commit() throws Exception {
        InsertSettings settings = new InsertSettings().serverSetting("async_insert", "0");
        try (InsertResponse done = client.insert(
                        "raw",
                        COLUMNS,
                        out -> out.write(bytes.array(), 0, bytes.position()),
                        ClickHouseFormat.RowBinary,
                        settings)
                .get()) {
            // It is stored.
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
