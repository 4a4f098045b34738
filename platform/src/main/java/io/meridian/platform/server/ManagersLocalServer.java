package io.meridian.platform.server;

import io.meridian.devservers.PostgresServer;
import io.meridian.devservers.ServerProcess;
import java.util.Map;

/** The PostgreSQL server that several managers share, on a free port of the loopback. */
record ManagersLocalServer(PostgresServer server) implements LocalServer {
    @Override
    public String engine() {
        return LocalServers.POSTGRESQL;
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "MANAGER_DATABASE_URL",
                server.url(),
                "MANAGER_DATABASE_USER",
                PostgresServer.NAME,
                "MANAGER_DATABASE_PASSWORD",
                PostgresServer.NAME);
    }

    @Override
    public String description() {
        return "PostgreSQL for the managers on " + server.url();
    }

    @Override
    public ServerProcess process() {
        return server.process();
    }
}
