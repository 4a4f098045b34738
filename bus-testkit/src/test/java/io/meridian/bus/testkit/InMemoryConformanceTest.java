package io.meridian.bus.testkit;

import io.meridian.bus.memory.MemorySpace;
import java.util.Map;

class InMemoryConformanceTest implements BusConformance {
    private static final String SPACE = "InMemoryConformanceTest";

    private final EngineFixture fixture = new EngineFixture() {
        @Override
        public String engine() {
            return "memory";
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("memory.space", SPACE);
        }

        @Override
        public void close() {
            MemorySpace.forget(SPACE);
        }
    };

    @Override
    public EngineFixture fixture() {
        return fixture;
    }
}
