package io.meridian.bus.nats;

import io.meridian.bus.testkit.EngineFixture;
import io.meridian.bus.testkit.ServerControl;
import io.meridian.bus.testkit.TcpProxy;
import io.meridian.devservers.NatsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real server with JetStream, and a proxy before it. */
final class NatsFixture implements EngineFixture, ServerControl {
    private final Path folder;
    private final NatsServer server;
    private final ProxiedWay way;

    NatsFixture() {
        try {
            folder = Files.createTempDirectory("nats-conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = NatsServer.in(folder).jetStream(folder.resolve("store")).build();
        TcpProxy proxy = TcpProxy.to(server.port());
        way = new ProxiedWay(proxy, settings(proxy.port()));
    }

    private static Map<String, String> settings(int port) {
        // Short waits, so a member that dies and a cable that is cut are noticed within the suite's patience.
        return Map.of(
                "nats.url", "nats://127.0.0.1:" + port,
                "nats.reconnect.wait", "50ms",
                "nats.ping.interval", "500ms",
                "nats.ack.wait", "2s");
    }

    @Override
    public String engine() {
        return "nats";
    }

    @Override
    public Map<String, String> settings() {
        return settings(server.port());
    }

    @Override
    public Optional<ServerControl> server() {
        return Optional.of(this);
    }

    @Override
    public Optional<ProxiedWay> throughProxy() {
        return Optional.of(way);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public void close() {
        way.proxy().close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
