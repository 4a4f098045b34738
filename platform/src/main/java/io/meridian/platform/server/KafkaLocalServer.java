package io.meridian.platform.server;

import io.meridian.devservers.KafkaBroker;
import io.meridian.devservers.ServerProcess;
import java.nio.file.Path;
import java.util.Map;

/** A Kafka broker on the loopback. */
final class KafkaLocalServer implements LocalServer {
    private final KafkaBroker broker;

    KafkaLocalServer(Path folder, int port) {
        broker = KafkaBroker.in(folder).port(port).build();
    }

    @Override
    public String engine() {
        return "kafka";
    }

    @Override
    public void start() {
        broker.start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KAFKA_BOOTSTRAP", broker.bootstrap());
    }

    @Override
    public String description() {
        return "broker on " + broker.bootstrap();
    }

    @Override
    public ServerProcess process() {
        return broker.process();
    }
}
