package io.meridian.bus.testkit;

import io.meridian.bus.BusSettings;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Settings;
import java.util.HashMap;
import java.util.Map;

/** Asks an engine what it can do, without opening it. */
final class Buses {
    private Buses() {}

    static Capabilities capabilities(EngineFixture fixture) {
        Map<String, String> settings = new HashMap<>(fixture.settings());
        settings.put(BusSettings.BACKEND.name(), fixture.engine());
        BusEngineProvider provider = BusEngines.named(fixture.engine());
        return provider.capabilities(Settings.of(BusSettings.schemas(), settings));
    }
}
