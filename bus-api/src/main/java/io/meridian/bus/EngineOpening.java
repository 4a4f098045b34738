package io.meridian.bus;

import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.routed.RoutedEngine;
import io.meridian.bus.routed.Routes;
import java.util.HashMap;
import java.util.Map;

/** Opens the engine that the settings name, or several when topics are routed. */
final class EngineOpening {
    private EngineOpening() {}

    static BusEngine open(BusConfig config, EngineEvents events) {
        String backend = config.settings().get(BusSettings.BACKEND);
        Map<String, String> routed = config.settings().get(BusSettings.ROUTES);
        if (routed.isEmpty()) {
            return openOne(backend, config, events);
        }
        Routes routes = new Routes(routed, backend);
        Map<String, BusEngine> engines = new HashMap<>();
        try {
            for (String name : routes.engines()) {
                engines.put(name, openOne(name, config, events));
            }
        } catch (RuntimeException failure) {
            engines.values().forEach(BusEngine::close);
            throw failure;
        }
        return new RoutedEngine(routes, engines);
    }

    private static BusEngine openOne(String name, BusConfig config, EngineEvents events) {
        BusEngineProvider provider = BusEngines.named(name);
        config.settings().require(provider.settings());
        return provider.open(
                new EngineContext(config.deployment(), config.settings(), config.clock(), events.of(name)));
    }
}
