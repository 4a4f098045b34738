package io.meridian.backtest.engine;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.runtime.RuntimeOptions;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A plugin to be run.
 *
 * @param instance what this instance is called
 * @param type     whose annotation is the manifest
 * @param plugin   makes it
 */
public record PluginSpec(
        String instance,
        Class<? extends Plugin> type,
        Supplier<? extends Plugin> plugin,
        Map<String, String> settings) {

    /** One that is made by its constructor without arguments. */
    public static PluginSpec of(String instance, Class<? extends Plugin> type, Map<String, String> settings) {
        return new PluginSpec(instance, type, () -> RuntimeOptions.create(type), Map.copyOf(settings));
    }
}
