package io.meridian.bus.kafka;

import io.meridian.bus.testkit.EngineFixture;
import io.meridian.bus.testkit.ServerControl;
import io.meridian.bus.testkit.TcpProxy;
import io.meridian.devservers.FreePorts;
import io.meridian.devservers.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A broker of its own, reached directly and through a proxy. */
final class KafkaFixture implements EngineFixture {
    private final Path folder;
    private final KafkaBroker broker;
    private final TcpProxy proxy;

    KafkaFixture() {
        try {
            folder = Files.createTempDirectory("kafka-conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int innerPort = FreePorts.next();
        proxy = TcpProxy.to(innerPort);
        broker = KafkaBroker.in(folder).proxiedBy(proxy.port(), innerPort).build();
    }

    @Override
    public String engine() {
        return "kafka";
    }

    @Override
    public Map<String, String> settings() {
        return settings(broker.port());
    }

    private static Map<String, String> settings(int port) {
        return Map.of("kafka.bootstrap", "127.0.0.1:" + port, "kafka.request.timeout", "3s");
    }

    @Override
    public Optional<ServerControl> server() {
        return Optional.of(new Control());
    }

    @Override
    public Optional<ProxiedWay> throughProxy() {
        return Optional.of(new ProxiedWay(proxy, settings(proxy.port())));
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Duration recoveryPatience() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void close() {
        proxy.close();
        broker.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Control implements ServerControl {
        @Override
        public void start() {
            broker.start();
        }

        @Override
        public void stop() {
            broker.stop();
        }

        @Override
        public void kill() {
            broker.kill();
        }

        @Override
        public boolean isRunning() {
            return broker.isRunning();
        }
    }
}
