package io.meridian.platform.server;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What processes find in their environment about the bus, for tests that open a bus in their own. */
public final class BusEnvironment {
    private BusEnvironment() {}

    /** The settings of a server that runs. */
    public static Map<String, String> settings(LocalServer server) {
        Map<String, String> settings = settings(server.environment());
        settings.put("bus.backend", server.engine());
        return settings;
    }

    /** The settings of an environment. Variables that are none of the bus are left out. */
    public static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.matches("(BUS|AERON|NATS|KAFKA)_[A-Z_]+")) {
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return settings;
    }
}
