package io.meridian.sidecar.grpc;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;

/** Where plugins attach by gRPC. */
public final class GrpcSettings {
    /** Whether there is gRPC at all. */
    public static final Setting<Boolean> ENABLED = Setting.bool(
                    "sidecar.grpc",
                    "Whether a plugin may attach by gRPC. Without it a sidecar starts sooner and takes less memory: a"
                            + " Java plugin attaches over shared memory.")
            .defaultsTo(true);

    /** On the loopback. */
    public static final Setting<Integer> PORT = Setting.integer(
                    "sidecar.grpc.port",
                    "Port on 127.0.0.1 where a plugin may attach by gRPC; 0 for none. Without it there is still the"
                            + " Unix socket grpc.sock in the sidecar's folder.")
            .defaultsTo(9191)
            .between(0, 65_535);

    /** All of them. */
    public static final SettingsSchema SCHEMA = SettingsSchema.of("Sidecar: gRPC", ENABLED, PORT);

    private GrpcSettings() {}
}
