package io.meridian.platform.settings;

import io.meridian.bus.setting.SettingsSchema;
import io.meridian.cluster.ClusterSettings;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.util.ArrayList;
import java.util.List;

/** Every setting there is. One that is in none of these is an error. */
public final class PlatformSettings {
    private PlatformSettings() {}

    public static List<SettingsSchema> schemas() {
        List<SettingsSchema> all = new ArrayList<>(WholeSidecar.schemas());
        all.add(KernelSettings.SCHEMA);
        all.add(StorageSettings.SCHEMA);
        all.add(AuditSettings.SCHEMA);
        all.add(BacktestSettings.SCHEMA);
        all.add(ManagerSettings.SCHEMA);
        all.add(ClusterSettings.SCHEMA);
        all.add(UiSettings.SCHEMA);
        all.add(MetricsSettings.SCHEMA);
        all.add(OtelSettings.SCHEMA);
        return all;
    }
}
