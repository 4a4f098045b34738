package io.meridian.bus.nats;

import io.meridian.bus.testkit.BusConformance;
import io.meridian.bus.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;

@Tag("server")
class NatsConformanceTest implements BusConformance {
    private final EngineFixture fixture = new NatsFixture();

    @Override
    public EngineFixture fixture() {
        return fixture;
    }
}
