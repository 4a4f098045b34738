package io.meridian.devservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(120)
class ClickHouseServerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onlyWhereItIsInstalled() {
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
    }

    @Test
    void shouldKeepPortAndDataWhenKilledAndStartedAgain() {
        try (ClickHouseServer server = ClickHouseServer.in(folder).start()) {
            int port = server.port();
            server.sql(ClickHouseServer.NAME, "CREATE TABLE kept (n Int64) ENGINE = MergeTree ORDER BY n");
            server.sql(ClickHouseServer.NAME, "INSERT INTO kept SELECT number FROM numbers(1000)");
            server.kill();
            assertFalse(ServerProcess.accepts(port));
            server.start();
            assertEquals("1000\t499500", server.sql(ClickHouseServer.NAME, "SELECT count(), sum(n) FROM kept"));
            assertEquals(port, server.port());
            long pid = server.process().pid();
            server.stop();
            assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void shouldAnswerAsAServerDoesWhenItIsAskedOverHttp() throws Exception {
        try (ClickHouseServer server = ClickHouseServer.in(folder).start();
                HttpClient client = HttpClient.newHttpClient()) {
            server.sql(ClickHouseServer.NAME, "CREATE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n");
            assertEquals(
                    200, ask(client, server, "ping", "", ClickHouseServer.NAME).statusCode());
            byte[] two = {7, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0};
            String insert = "?database=meridian&query=INSERT%20INTO%20t%20(n)%20FORMAT%20RowBinary&async_insert=0";
            HttpResponse<String> stored =
                    ask(client, server, insert, new String(two, StandardCharsets.ISO_8859_1), "meridian");
            assertEquals(200, stored.statusCode(), stored.body());
            assertTrue(stored.headers()
                    .firstValue("X-ClickHouse-Summary")
                    .orElse("")
                    .contains("\"written_rows\":\"2\""));
            assertEquals(
                    "7\n8\n",
                    ask(client, server, "?database=meridian", "SELECT n FROM t", "meridian")
                            .body());
            HttpResponse<String> secret = ask(client, server, "?database=meridian", "SELECT 1", "wrong");
            assertEquals(403, secret.statusCode());
            assertEquals(
                    "516",
                    secret.headers().firstValue("X-ClickHouse-Exception-Code").orElse(""));
            HttpResponse<String> nowhere = ask(client, server, "?database=nowhere", "SELECT 1", "meridian");
            assertEquals(404, nowhere.statusCode());
            assertEquals(
                    "81",
                    nowhere.headers().firstValue("X-ClickHouse-Exception-Code").orElse(""));
            String most = "SELECT getSetting('max_threads')";
            assertEquals(
                    "3\n",
                    ask(client, server, "?max_threads=3", most, "meridian").body());
            assertTrue(!"3\n".equals(ask(client, server, "", most, "meridian").body()), "a setting is of one request");
            String text = assertThrows(IllegalStateException.class, () -> server.sql("meridian", "SELECT nonsense"))
                    .getMessage();
            assertTrue(text.contains("nonsense"), text);
        }
    }

    private static HttpResponse<String> ask(
            HttpClient client, ClickHouseServer server, String path, String body, String password) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path))
                        .header("X-ClickHouse-User", ClickHouseServer.NAME)
                        .header("X-ClickHouse-Key", password)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
