package io.meridian.platform.store;

import io.meridian.platform.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks into the database of a store by its own means, not by ours. */
interface StoredRows {
    /** @param run during which run of the service it was stored @param spread between its prices, in cents */
    record Quote(long run, long sequence, long spread) {}

    /** The rows of an answer, each as texts. */
    List<List<String>> ask(String sql);

    /** In the order of their coming. @param kills the number of the last row when each run ended */
    List<Quote> quotes(String symbol, List<Long> kills);

    /** @param folder of the store that is embedded @param server of one that is not; null: it is embedded */
    static StoredRows in(Path folder, LocalServer server) {
        if (server == null) {
            return new ByJdbc("jdbc:duckdb:" + folder.resolve("market.duckdb"));
        }
        Map<String, String> place = server.environment();
        if (place.get("STORAGE_BACKEND").equals("clickhouse")) {
            return new ByHttp(server);
        }
        return new ByJdbc("jdbc:" + place.get("STORAGE_URL") + "?currentSchema=meridian&user="
                + place.get("STORAGE_USER") + "&password=" + place.get("STORAGE_PASSWORD"));
    }

    default long count() {
        return number("SELECT count(*) FROM quotes");
    }

    default long lastCame() {
        return number("SELECT max(came) FROM quotes");
    }

    private long number(String sql) {
        return Long.parseLong(ask(sql).getFirst().getFirst());
    }

    /** Rows of a run are those that came until it was killed. */
    record ByJdbc(String url) implements StoredRows {
        @Override
        public List<List<String>> ask(String sql) {
            List<List<String>> rows = new ArrayList<>();
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    List<String> line = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        line.add(row.getString(i));
                    }
                    rows.add(line);
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(sql, failed);
            }
            return rows;
        }

        @Override
        public List<Quote> quotes(String symbol, List<Long> kills) {
            return ask("SELECT came, sequence, ask - bid FROM quotes WHERE symbol = '" + symbol + "' ORDER BY came")
                    .stream()
                    .map(row -> {
                        long came = Long.parseLong(row.get(0));
                        return new Quote(
                                kills.stream().filter(last -> last < came).count(),
                                Long.parseLong(row.get(1)),
                                Long.parseLong(row.get(2)));
                    })
                    .toList();
        }
    }

    /**
     * What was on its way when a writer was killed may be stored after the rows were counted; but each row says which writer it is of: batches of each
     * are numbered from the writer's own number on.
     */
    record ByHttp(LocalServer server) implements StoredRows {
        private static final HttpClient HTTP =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        @Override
        public List<List<String>> ask(String sql) {
            Map<String, String> place = server.environment();
            URI url = URI.create(place.get("STORAGE_URL"));
            HttpRequest request = HttpRequest.newBuilder(
                            url.resolve("/?database=" + url.getPath().substring(1)))
                    .header("X-ClickHouse-User", place.get("STORAGE_USER"))
                    .header("X-ClickHouse-Key", place.get("STORAGE_PASSWORD"))
                    .POST(HttpRequest.BodyPublishers.ofString(sql + " FORMAT TabSeparated"))
                    .build();
            try {
                HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(sql + ": " + answer.body());
                }
                return answer.body()
                        .lines()
                        .map(line -> List.of(line.split("\t")))
                        .toList();
            } catch (IOException failed) {
                throw new IllegalStateException(sql, failed);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(sql, ended);
            }
        }

        @Override
        public List<Quote> quotes(String symbol, List<Long> kills) {
            return ask("SELECT bitShiftRight(batch, 32), sequence, ask - bid FROM quotes WHERE symbol = '" + symbol
                            + "' ORDER BY came")
                    .stream()
                    .map(row -> new Quote(
                            Long.parseLong(row.get(0)), Long.parseLong(row.get(1)), Long.parseLong(row.get(2))))
                    .toList();
        }
    }
}
