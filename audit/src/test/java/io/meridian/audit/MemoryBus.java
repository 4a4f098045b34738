package io.meridian.audit;

import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import java.util.Map;

/** The bus of a test, in its own memory. */
public final class MemoryBus {
    private MemoryBus() {}

    /** One that no other test sees. */
    public static BusContext fresh() {
        return named(Long.toHexString(System.nanoTime()));
    }

    /** All of one name are one bus. */
    public static BusContext named(String space) {
        return new BusContext()
                .settings(Settings.of(
                        BusSettings.schemas(),
                        Map.of("bus.backend", "memory", "memory.space", space, "bus.deployment", "audit")))
                .unrestricted();
    }
}
