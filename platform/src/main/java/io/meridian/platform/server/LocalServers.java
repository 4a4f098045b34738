package io.meridian.platform.server;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.KafkaBroker;
import io.meridian.devservers.NatsServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the server of an engine of the bus, or of the store. */
public final class LocalServers {
    /** The database that several managers share. */
    public static final String POSTGRESQL = "postgresql";

    private LocalServers() {}

    /** Where others expect it. @param port 0 for any that is free @param memory of Aeron; null for some of its own */
    public record At(int port, Path memory) {
        /** Others are told. */
        public static final At ANY = new At(0, null);
    }

    /** The same, anywhere. */
    public static LocalServer of(String engine, String deployment, Path data, Path log) {
        return of(engine, deployment, data, log, At.ANY);
    }

    /**
     * A server that is not started yet.
     *
     * @param engine its name, as in {@code BUS_BACKEND} or {@code STORAGE_BACKEND}
     * @param deployment whose traffic it will carry
     * @param data where it keeps what must last
     * @param log where its output goes
     * @param at where others expect it; a store is anywhere
     */
    public static LocalServer of(String engine, String deployment, Path data, Path log, At at) {
        String missing = missing(engine);
        if (missing != null) {
            throw CommandException.failed(missing);
        }
        Path folder = data.toAbsolutePath().normalize().resolve(engine);
        return switch (engine) {
            case "aeron" -> new AeronServer(deployment, folder, log, at.memory());
            case "nats" -> new NatsLocalServer(folder, at.port());
            case "kafka" -> new KafkaLocalServer(folder, at.port());
            case "timescaledb" -> timescale(folder);
            case "clickhouse" -> clickHouse(folder);
            case POSTGRESQL ->
                new ManagersLocalServer(PostgresServer.in(folder).plain().build());
            case "memory" ->
                throw CommandException.wrongUse("The engine memory lives inside one process and has no server, so"
                        + " several processes cannot meet on it. Set BUS_BACKEND to aeron, nats or kafka.");
            default ->
                throw CommandException.wrongUse("There is no server to start for engine=" + engine
                        + ". Start what it needs yourself and give its settings.");
        };
    }

    /** What must be installed before the server of this engine can start, in words for a person; null when nothing. */
    public static String missing(String engine) {
        return switch (engine) {
            case "nats" ->
                NatsServer.isInstalled()
                        ? null
                        : "nats-server is missing. Install it (Debian: sudo apt-get install nats-server) and run this"
                                + " again, or choose another engine with BUS_BACKEND.";
            case "kafka" ->
                KafkaBroker.isInstalled()
                        ? null
                        : "The jars of the Kafka broker are missing. Gather them (mvn -q generate-resources -pl"
                                + " dev-servers/kafka-broker) and run this again, or choose another engine with"
                                + " BUS_BACKEND.";
            case "timescaledb" ->
                PostgresServer.isInstalled()
                        ? null
                        : "TimescaleDB is missing, or this user may not start it: ./test.sh installs it, and both need"
                                + " root. Or name a server of your own (STORAGE_URL), or choose another store with"
                                + " STORAGE_BACKEND.";
            case POSTGRESQL ->
                PostgresServer.isInstalled()
                        ? null
                        : "PostgreSQL is missing, or this user may not start it: ./test.sh installs it, and both need"
                                + " root. Or name a server of your own (MANAGER_DATABASE_URL), or leave --managers"
                                + " away.";
            case "clickhouse" ->
                ClickHouseServer.isInstalled()
                        ? null
                        : "The engine of ClickHouse is missing: ./test.sh fetches it. Or name a server of your own"
                                + " (STORAGE_URL=http://HOST:8123/DATABASE), or choose another store with"
                                + " STORAGE_BACKEND.";
            default -> null;
        };
    }

    /** Whether there is anything to start for this engine. */
    public static boolean canServe(String engine) {
        return !settingOfOwnServer(engine).isEmpty();
    }

    /** The setting by which a person names a server of their own, which is then used instead. */
    public static String settingOfOwnServer(String engine) {
        return switch (engine) {
            case "aeron" -> "aeron.driver";
            case "nats" -> "nats.url";
            case "kafka" -> "kafka.bootstrap";
            case "timescaledb", "clickhouse" -> "storage.url";
            case POSTGRESQL -> "manager.database.url";
            default -> "";
        };
    }

    /** The parent of shared-memory folders: memory where the machine has it. */
    static Path sharedMemory() {
        Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory) && Files.isWritable(memory)
                ? memory
                : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static LocalServer timescale(Path folder) {
        PostgresServer server = PostgresServer.in(folder).build();
        return new StoreLocalServer(
                "timescaledb", "PostgreSQL with TimescaleDB", server, server::url, PostgresServer.NAME);
    }

    private static LocalServer clickHouse(Path folder) {
        ClickHouseServer server = ClickHouseServer.in(folder);
        return new StoreLocalServer("clickhouse", "ClickHouse", server, server::url, ClickHouseServer.NAME);
    }
}
