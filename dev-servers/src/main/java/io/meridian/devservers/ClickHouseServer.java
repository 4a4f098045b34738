package io.meridian.devservers;

import io.meridian.devservers.clickhouse.ClickHouseMain;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server with the real engine of ClickHouse on the loopback. It keeps its port and its data when it is stopped or killed and started again. It has one
 * user, who may do everything; the databases are {@code default} and those that are made.
 *
 * <p>The engine is a library, which {@code ./test.sh} fetches. What is around it is ours and small: see the package {@code clickhouse}.
 */
public final class ClickHouseServer extends DevServer {
    /** The name of the user, that user's password, and of the database that is there from the start. */
    public static final String NAME = "meridian";

    /** {@code scripts/servers.sh} knows it as well. */
    private static final String LIBRARY = "meridian/clickhouse-26.7.3/libchdb.so";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path folder;

    private ClickHouseServer(Path folder, int port) {
        super(port);
        this.folder = folder;
    }

    /** A server whose data and log live in {@code folder}, not started yet; its port is chosen. */
    public static ClickHouseServer in(Path folder) {
        return new ClickHouseServer(folder, 0);
    }

    /** Whether such a server can be started here. */
    public static boolean isInstalled() {
        return Files.isReadable(library());
    }

    private static Path library() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home = cache == null || cache.isEmpty()
                ? Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(cache);
        return home.resolve(LIBRARY);
    }

    /** Starts it, again if it was stopped or killed, and waits until it answers. */
    @Override
    public synchronized ClickHouseServer start() {
        super.start();
        sql("default", "CREATE DATABASE IF NOT EXISTS " + NAME);
        return this;
    }

    @Override
    ServerProcess launch() {
        if (!isInstalled()) {
            throw new IllegalStateException(
                    "The engine of ClickHouse is not there: no file " + library() + ". ./test.sh fetches it.");
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes(),
                ClickHouseMain.class.getName(),
                Integer.toString(port()),
                folder.toAbsolutePath().toString(),
                library().toString(),
                NAME);
        ServerProcess process = ServerProcess.start(
                "clickhouse", command, Map.of(ClickHouseMain.PASSWORD, NAME), folder.resolve("clickhouse.log"));
        process.awaitReady(() -> ServerProcess.accepts(port()), READY);
        return process;
    }

    private static String classes() {
        try {
            return Path.of(ClickHouseServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where clients find the database that is there from the start. */
    public String url() {
        return url(NAME);
    }

    /** Where they find another one. */
    public String url(String database) {
        return "http://127.0.0.1:" + port() + "/" + database;
    }

    /**
     * Runs a statement as the user.
     *
     * @return what it gives, a line a row and a tabulator between columns
     * @throws IllegalStateException when the server refuses it
     */
    public String sql(String database, String statement) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port() + "/?database=" + database))
                .header("X-ClickHouse-User", NAME)
                .header("X-ClickHouse-Key", NAME)
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(statement + ": " + answer.body());
            }
            return answer.body().strip();
        } catch (IOException e) {
            throw new IllegalStateException(statement + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the answer to " + statement, e);
        }
    }
}
