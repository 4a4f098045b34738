package io.meridian.sidecar.grpc;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;

/** Where plugins attach by gRPC. */
public final class GrpcSettings {
    /** On the loopback. */
    public static final Setting<Integer> PORT = Setting.integer(
                    "sidecar.grpc.port",
                    "Port on 127.0.0.1 where a plugin may attach by gRPC; 0 for none. The Unix socket grpc.sock in the"
                            + " sidecar's folder is there in any case.")
            .defaultsTo(9191)
            .between(0, 65_535);

    /** All of them. */
    public static final SettingsSchema SCHEMA = SettingsSchema.of("Sidecar: gRPC", PORT);

    private GrpcSettings() {}
}
