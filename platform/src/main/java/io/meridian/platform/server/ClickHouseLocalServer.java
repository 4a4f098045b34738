package io.meridian.platform.server;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.ServerProcess;
import java.nio.file.Path;
import java.util.Map;

/** A server with the engine of ClickHouse on a free port of the loopback, for market data. */
final class ClickHouseLocalServer implements LocalServer {
    private final ClickHouseServer server;

    ClickHouseLocalServer(Path folder) {
        server = ClickHouseServer.in(folder);
    }

    @Override
    public String engine() {
        return "clickhouse";
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
                ClickHouseServer.NAME,
                "STORAGE_PASSWORD",
                ClickHouseServer.NAME);
    }

    @Override
    public String description() {
        return "ClickHouse on " + server.url();
    }

    @Override
    public ServerProcess process() {
        return server.process();
    }
}
