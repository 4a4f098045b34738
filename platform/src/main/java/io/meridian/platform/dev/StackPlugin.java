package io.meridian.platform.dev;

import io.meridian.platform.cli.Installation;
import io.meridian.platform.plugin.PluginProject;
import java.util.List;
import java.util.Map;

/**
 * A plugin of the development stack.
 *
 * @param instance what it is called
 * @param project its folder in this copy of the platform
 */
record StackPlugin(String instance, String project, Map<String, String> settings) {
    private static final String MARKET_VENUE = "XNAS";

    /** The market comes last: it keeps every process busy that starts after it. @param rate its quotes and trades a second */
    static List<StackPlugin> all(int rate) {
        return List.of(
                new StackPlugin("compliance", "plugins/oms-compliance", Map.of("pause", "1s")),
                new StackPlugin("router", "plugins/ems-router", Map.of()),
                new StackPlugin("venue", "plugins/ccm-paper", Map.of("venue", MARKET_VENUE, "takerFee", "0.0001")),
                new StackPlugin("book", "plugins/bor", Map.of()),
                new StackPlugin("hello", "examples/hello-strategy", Map.of()),
                new StackPlugin(
                        "market",
                        "plugins/dgm-simulator",
                        Map.of("rate", Integer.toString(rate), "venues", MARKET_VENUE)));
    }

    PluginProject upToDate() {
        return PluginProject.upToDate(Installation.home().resolve(project));
    }
}
