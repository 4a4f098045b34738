package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;

/** Where the services show their figures; sidecars have settings of their own. */
public final class MetricsSettings {
    public static final Setting<Integer> PORT = Setting.integer(
                    "metrics.port",
                    "Port on 127.0.0.1 at which a service (kernel, store, audit, spans, manager, pages, bus-server)"
                            + " shows its figures to Prometheus, and whether it is ready; 0 takes a free one. The port"
                            + " taken is written to a file SERVICE.http.port.")
            .defaultsTo(0)
            .between(0, 65_535);

    public static final Setting<Path> DIR = Setting.path(
                    "metrics.dir",
                    "Folder of these files. Give all services of a machine the same one, its manager among them: the"
                            + " manager then tells Prometheus of them.")
            .optional("each service's own folder");

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine("Figures of services", PORT, DIR);

    private MetricsSettings() {}
}
