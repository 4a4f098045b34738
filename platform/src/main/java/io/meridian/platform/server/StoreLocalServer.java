package io.meridian.platform.server;

import io.meridian.devservers.DevServer;
import io.meridian.devservers.ServerProcess;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The server of a store's backend on a free port of the loopback, for market data.
 *
 * @param title what it is, for people
 * @param url where it is, once it is started
 * @param user whom it lets in, with the same word as password
 */
record StoreLocalServer(String engine, String title, DevServer server, Supplier<String> url, String user)
        implements LocalServer {
    @Override
    public void start() {
        server.start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "STORAGE_BACKEND", engine, "STORAGE_URL", url.get(), "STORAGE_USER", user, "STORAGE_PASSWORD", user);
    }

    @Override
    public String description() {
        return title + " on " + url.get();
    }

    @Override
    public ServerProcess process() {
        return server.process();
    }
}
