package io.meridian.bus.testkit.example;

import io.meridian.bus.testkit.BusConformance;
import io.meridian.bus.testkit.EngineFixture;
import java.util.Map;

class LoopbackConformanceTest implements BusConformance {
    private final EngineFixture fixture = new EngineFixture() {
        @Override
        public String engine() {
            return "loopback";
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("loopback.hub", "conformance");
        }
    };

    @Override
    public EngineFixture fixture() {
        return fixture;
    }
}
