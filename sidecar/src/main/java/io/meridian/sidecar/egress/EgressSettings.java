package io.meridian.sidecar.egress;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;

/** The settings of the way out. */
public final class EgressSettings {
    /** Whether there is one. */
    public static final Setting<Boolean> ENABLED = Setting.bool(
                    "sidecar.egress",
                    "Whether the plugin may reach hosts outside, through the sidecar's proxy: those in the file egress"
                            + " of the sidecar's folder, and no others.")
            .defaultsTo(false);

    /** On the loopback. */
    public static final Setting<Integer> PORT = Setting.integer(
                    "sidecar.egress.port",
                    "Port on 127.0.0.1 of that proxy; 0 for any that is free. It is in the file egress.port of the"
                            + " sidecar's folder, where there is also the Unix socket egress.sock.")
            .defaultsTo(0)
            .between(0, 65_535);

    /** What the plugin never sees. */
    public static final Setting<Path> CREDENTIALS = Setting.path(
                    "sidecar.egress.credentials",
                    "File of secrets that the proxy adds to requests. Only its owner may read it, and it is not to lie"
                            + " in the sidecar's folder.")
            .optional("none");

    /** At a time. */
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "sidecar.egress.max.connections", "How many connections the plugin may have through that proxy.")
            .defaultsTo(64)
            .between(1, 10_000);

    /** All of them. */
    public static final SettingsSchema SCHEMA =
            SettingsSchema.of("Sidecar: egress", ENABLED, PORT, CREDENTIALS, MAX_CONNECTIONS);

    private EgressSettings() {}
}
