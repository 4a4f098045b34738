package io.meridian.platform.server;

import io.meridian.devservers.PostgresServer;
import io.meridian.devservers.ServerProcess;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL server with TimescaleDB on a free port of the loopback, for market data. */
final class TimescaleLocalServer implements LocalServer {
    private final PostgresServer server;

    TimescaleLocalServer(Path folder) {
        server = PostgresServer.in(folder).build();
    }

    @Override
    public String engine() {
        return "timescaledb";
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "STORAGE_BACKEND",
                engine(),
                "STORAGE_URL",
                server.url(),
                "STORAGE_USER",
                PostgresServer.NAME,
                "STORAGE_PASSWORD",
                PostgresServer.NAME);
    }

    @Override
    public String description() {
        return "PostgreSQL with TimescaleDB on " + server.url();
    }

    @Override
    public ServerProcess process() {
        return server.process();
    }
}
