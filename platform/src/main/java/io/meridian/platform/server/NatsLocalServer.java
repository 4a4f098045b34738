package io.meridian.platform.server;

import io.meridian.devservers.NatsServer;
import io.meridian.devservers.ServerProcess;
import java.nio.file.Path;
import java.util.Map;

/** A NATS server with JetStream, on the loopback. */
final class NatsLocalServer implements LocalServer {
    private final NatsServer server;

    NatsLocalServer(Path folder, int port) {
        server = NatsServer.in(folder)
                .jetStream(folder.resolve("jetstream"))
                .port(port)
                .build();
    }

    @Override
    public String engine() {
        return "nats";
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("NATS_URL", server.url());
    }

    @Override
    public String description() {
        return "nats-server " + NatsServer.installedVersion() + " with JetStream on " + server.url();
    }

    @Override
    public ServerProcess process() {
        return server.process();
    }
}
