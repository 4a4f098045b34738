package io.meridian.storage.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.command.CommandResponse;
import com.clickhouse.client.api.command.CommandSettings;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.meridian.storage.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A database on a server, by its official client over HTTP. What changes something is never tried a second time here, and nothing waits for ever. For any threads. */
// To close an answer may be interrupted, which is told as any failure.
@SuppressWarnings("try")
final class Database implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofSeconds(3);
    private static final Duration WRITING = Duration.ofSeconds(30);
    private static final Duration LOOKING = Duration.ofMinutes(10);

    private final Address address;
    private final Client client;

    /** Takes the columns of a row, in their order. */
    interface Row<T> {
        T read(RowReader row) throws IOException;
    }

    /** Takes an answer as it comes. */
    interface Answer<T> {
        T read(RowReader rows) throws IOException, SQLException;
    }

    Database(Address address, String name) {
        this.address = address;
        client = new Client.Builder()
                .addEndpoint(address.server())
                .setUsername(address.user())
                .setPassword(address.password())
                .setDefaultDatabase(address.database())
                .setClientName(name)
                // Only who knows what was sent may send it again.
                .retryOnFailures(ClientFaultCause.None)
                .setMaxRetries(0)
                .useAsyncRequests(false)
                .compressServerResponse(false)
                .compressClientRequest(false)
                .setConnectTimeout(CONNECTING.toMillis())
                .setSocketTimeout(LOOKING.toMillis(), ChronoUnit.MILLIS)
                // Less than servers keep one.
                .setKeepAliveTimeout(KEPT.toMillis(), ChronoUnit.MILLIS)
                .setSocketKeepAlive(true)
                .setSocketTcpNodelay(true)
                .build();
    }

    Address address() {
        return address;
    }

    /** A statement that gives no rows. */
    void execute(String what, String sql, Duration most) {
        CommandSettings settings = new CommandSettings();
        settings.setNetworkTimeout(most.toMillis(), ChronoUnit.MILLIS);
        try (CommandResponse done = client.execute(sql, settings).get()) {
            // It is done.
        } catch (Exception failed) {
            throw told(what, failed);
        }
    }

    void execute(String what, String sql) {
        execute(what, sql, WRITING);
    }

    /**
     * Adds rows, all in one piece.
     *
     * @param token of two inserts into a table with the same one the later does nothing
     */
    void insert(String what, Block block, String token) {
        InsertSettings settings = new InsertSettings()
                .setDeduplicationToken(token)
                .serverSetting("insert_deduplicate", "1")
                // Some servers answer before the rows are there, or put those of several together.
                .serverSetting("async_insert", "0")
                // Each hour that rows are of is a partition: there is no harm in many, when somebody's clock is wrong.
                .serverSetting("max_partitions_per_insert_block", "0");
        settings.setNetworkTimeout(WRITING.toMillis(), ChronoUnit.MILLIS);
        try (InsertResponse done = client.insert(
                        block.table(), block.columns(), block.bytes()::writeTo, ClickHouseFormat.RowBinary, settings)
                .get()) {
            // It is stored.
        } catch (Exception failed) {
            throw told(what, failed);
        }
    }

    /** @param sql a question that selects {@link RowReader#ROW} first */
    <T> T read(String what, String sql, Duration most, Answer<T> answer) {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinary);
        settings.setNetworkTimeout(most.toMillis(), ChronoUnit.MILLIS);
        try (QueryResponse response = ask(sql, settings)) {
            return answer.read(new RowReader(response.getInputStream()));
        } catch (Exception failed) {
            throw told(what, failed);
        }
    }

    /**
     * The lines of an answer, all of them. SQL is understood here as other databases do.
     *
     * @param id by which it can be killed
     */
    List<String> lines(String what, String sql, String id) {
        QuerySettings settings = new QuerySettings()
                .setFormat(ClickHouseFormat.TabSeparated)
                .setQueryId(id)
                // An error in the middle of an answer would be one of its lines.
                .serverSetting("wait_end_of_query", "1")
                .serverSetting("prefer_column_name_to_alias", "1")
                .serverSetting("aggregate_functions_null_for_empty", "1");
        settings.setNetworkTimeout(LOOKING.toMillis(), ChronoUnit.MILLIS);
        try (QueryResponse response = ask(sql, settings);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(response.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (Exception failed) {
            throw told(what, failed);
        }
    }

    /** Ends a question that is being answered, if it is. */
    void kill(String id) {
        execute("Ending a question", "KILL QUERY WHERE query_id = " + Tables.quoted(id) + " ASYNC");
    }

    /** A connection that was kept may be that of a server which has ended since: a question can be asked again on another one. */
    private QueryResponse ask(String sql, QuerySettings settings) throws InterruptedException, ExecutionException {
        try {
            return client.query(sql, settings).get();
        } catch (ConnectionInitiationException lost) {
            return client.query(sql, settings).get();
        }
    }

    /** @param columns and the rest of a question, without its {@code SELECT} */
    <T> List<T> rows(String what, String columns, Row<T> row) {
        return read(what, "SELECT " + RowReader.ROW + ", " + columns, LOOKING, rows -> {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        });
    }

    /** A whole number. @param rest where it is from */
    long number(String what, String expression, String rest) {
        return rows(what, "toInt64(" + expression + ") " + rest, RowReader::int64)
                .getFirst();
    }

    private StoreException told(String what, Exception failed) {
        if (failed instanceof StoreException known) {
            return known;
        }
        if (failed instanceof SQLException) {
            // Of who takes the answer.
            return new StoreException(what + " failed: " + failed.getMessage(), failed);
        }
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Troubles.of(what, address, failed instanceof ExecutionException ? failed.getCause() : failed);
    }

    @Override
    public void close() {
        client.close();
    }
}
