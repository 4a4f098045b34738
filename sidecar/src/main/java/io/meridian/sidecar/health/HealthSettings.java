package io.meridian.sidecar.health;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;

/** Where operators ask. */
public final class HealthSettings {
    /** On the loopback. */
    public static final Setting<Integer> PORT = Setting.integer(
                    "sidecar.http.port",
                    "Port on 127.0.0.1 for health and metrics; 0 takes a free one. The port taken is written to the"
                            + " file http.port in the sidecar's folder.")
            .defaultsTo(0)
            .between(0, 65_535);

    /** All of them. */
    public static final SettingsSchema SCHEMA = SettingsSchema.of("Sidecar: health", PORT);

    private HealthSettings() {}
}
