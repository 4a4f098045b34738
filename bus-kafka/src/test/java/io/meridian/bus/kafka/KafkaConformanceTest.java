package io.meridian.bus.kafka;

import io.meridian.bus.testkit.BusConformance;
import io.meridian.bus.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;

@Tag("server")
class KafkaConformanceTest implements BusConformance {
    private final EngineFixture fixture = new KafkaFixture();

    @Override
    public EngineFixture fixture() {
        return fixture;
    }
}
