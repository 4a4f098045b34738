package io.meridian.bus.aeron;

import io.meridian.bus.testkit.BusConformance;
import io.meridian.bus.testkit.EngineFixture;
import org.junit.jupiter.api.Tag;

@Tag("server")
class AeronEmbeddedConformanceTest implements BusConformance {
    private final EngineFixture fixture = AeronFixture.embedded();

    @Override
    public EngineFixture fixture() {
        return fixture;
    }
}
