package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.platform.Alone;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@code deploy/compose.production} starts: brokers and a database that only talk over TLS, of which one broker is killed. The image of TimescaleDB, which cannot be
 * fetched without a registry, is made of Debian's packages; its entry point stands in for that of the official images.
 */
@Tag("server")
@Tag("long")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
@Alone({Alone.NETWORK, Alone.STACK})
final class ProductionComposeSystemTest extends ContainerTerminals {
    private static final Path FOLDER = REPOSITORY.resolve("deploy/compose.production");
    private static final Path TIMESCALEDB = Path.of(
            System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"),
            "meridian/timescaledb-17");
    private static final String IMAGE = "meridian-test/timescaledb:17";

    private final Map<String, String> environment = new TreeMap<>();

    private List<String> compose(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "docker", "compose", "-f", outputs.resolve("compose.yaml").toString()));
        command.addAll(List.of(arguments));
        return ask(environment, command.toArray(String[]::new));
    }

    @AfterEach
    void takeDown() throws Exception {
        if (!environment.isEmpty()) {
            compose("down", "-v");
            ask(Map.of(), "docker", "rmi", "-f", IMAGE);
        }
    }

    @Test
    void shouldBookWhatThreeBrokersKeepAndTheDatabaseStoresOverTls() throws Exception {
        requireCompose();
        assumeTrue(Files.isDirectory(TIMESCALEDB), "SKIPPED, TimescaleDB is not there; ./test.sh says why");
        Run image = run("meridian", Map.of(), "image", "platform");
        assertEquals(0, image.exit(), image::toString);
        makeTimescaleDb();
        // What is written there is no part of the repository.
        Files.copy(FOLDER.resolve("compose.yaml"), outputs.resolve("compose.yaml"));
        ask(
                Map.of(),
                FOLDER.resolve("prepare.sh").toString(),
                "--dir",
                outputs.resolve("secrets").toString());
        int port = freePort();
        environment.put("MERIDIAN_STACK", "meridian-" + stack);
        environment.put("TIMESCALEDB_IMAGE", IMAGE);
        environment.put("UI_PORT", Integer.toString(port));

        compose("up", "-d", "--wait", "--wait-timeout", "300");

        assertEquals(200, status(port));
        eachMayDoLittle(port, "timescaledb");
        deposit("one", 1_000);
        untilStored("1000.000000");
        compose("kill", "kafka-2");
        deposit("two", 2_000);
        untilStored("3000.000000");
        String connections = String.join(
                "\n",
                query("select count(*) from pg_stat_ssl join pg_stat_activity"
                        + " using (pid) where client_addr is not null and client_addr <> '127.0.0.1' and not ssl"));
        assertEquals("0", connections.strip(), "connections of the store that are not encrypted");
        List<String> verified = compose("exec", "-T", "audit", "meridian", "audit", "verify");
        assertTrue(verified.toString().contains("Good: "), verified::toString);
        String listening = String.join("\n", compose("logs", "kafka-1"));
        assertTrue(
                listening.contains("CLIENT -> SASL_SSL") || listening.contains("CLIENT:SASL_SSL"),
                "the brokers use TLS");
    }

    private static int freePort() throws Exception {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void deposit(String id, int amount) throws Exception {
        compose(
                "exec",
                "-T",
                "kernel",
                "meridian",
                "desk",
                "deposit",
                "first",
                Integer.toString(amount),
                "USD",
                "--by",
                "anna",
                "--id",
                id,
                "--wait",
                "60");
    }

    private void untilStored(String balance) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<String> shown = List.of();
        while (!shown.toString().contains(balance)) {
            assertTrue(System.nanoTime() < deadlineNs, shown.toString());
            shown = compose("exec", "-T", "store", "meridian", "data", "show", "cash", "--as-of", "now");
        }
    }

    private List<String> query(String sql) throws Exception {
        String password = Files.readString(outputs.resolve("secrets/storage-password"));
        return compose(
                "exec",
                "-T",
                "timescaledb",
                "psql",
                "-At",
                "-c",
                sql,
                "host=127.0.0.1 dbname=meridian user=meridian password=" + password);
    }

    private void makeTimescaleDb() throws Exception {
        Path context = Files.createDirectory(outputs.resolve("timescaledb"));
        try (var script = getClass().getResourceAsStream("timescaledb-entrypoint.sh")) {
            Files.copy(script, context.resolve("docker-entrypoint.sh"));
        }
        assertTrue(context.resolve("docker-entrypoint.sh").toFile().setExecutable(true, false));
        Files.writeString(context.resolve("Dockerfile"), """
            FROM meridian-test/timescaledb-base
            COPY docker-entrypoint.sh /usr/local/bin/
            ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/lib/postgresql/17/bin
            """);
        ask(
                Map.of(),
                "sh",
                "-c",
                "tar -C " + TIMESCALEDB + " --exclude=./proc --exclude=./sys --exclude=./dev -c ."
                        + " | docker import - meridian-test/timescaledb-base");
        ask(Map.of("DOCKER_BUILDKIT", "0"), "docker", "build", "-q", "-t", IMAGE, context.toString());
        ask(Map.of(), "docker", "rmi", "meridian-test/timescaledb-base");
    }
}
