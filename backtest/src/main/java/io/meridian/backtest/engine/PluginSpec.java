package io.meridian.backtest.engine;

import io.meridian.sdk.Plugin;
import java.util.Map;

/**
 * A plugin to be run.
 *
 * @param instance what this instance is called
 * @param type     whose annotation is the manifest; it has a constructor without arguments
 */
public record PluginSpec(String instance, Class<? extends Plugin> type, Map<String, String> settings) {
    public PluginSpec {
        settings = Map.copyOf(settings);
    }
}
