package io.meridian.platform.manager;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.platform.cli.BusOptions;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.util.Map;
import java.util.TreeMap;

/** What leads a sidecar to the bus, and nothing else of this process' environment. */
final class SidecarEnvironment {
    private SidecarEnvironment() {}

    /** The settings of the bus and of sidecars, however they were given to this process. */
    static Map<String, String> of(BusOptions given) {
        Map<String, String> environment = new TreeMap<>();
        Map<String, String> all = System.getenv();
        for (SettingsSchema schema : WholeSidecar.schemas()) {
            for (Setting<?> setting : schema.settings()) {
                String variable = setting.environmentVariable();
                String value = given.values().getOrDefault(setting.name(), all.get(variable));
                if (value != null) {
                    environment.put(variable, value);
                }
            }
        }
        if (all.containsKey("MERIDIAN_CONFIG")) {
            environment.put("MERIDIAN_CONFIG", all.get("MERIDIAN_CONFIG"));
        }
        return environment;
    }
}
