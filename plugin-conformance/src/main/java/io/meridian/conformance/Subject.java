package io.meridian.conformance;

import io.meridian.conformance.stage.Launcher;
import io.meridian.conformance.stage.PluginProcess;
import io.meridian.plugin.contract.manifest.Manifest;
import java.util.List;
import java.util.Map;

/**
 * The plugin that is checked.
 *
 * @param launcher starts it
 * @param durable topics of its own that are durable
 * @param snapshots whether it keeps state
 * @param settings given to it
 */
public record Subject(
        Launcher launcher,
        String id,
        String version,
        String pool,
        List<String> publishes,
        List<String> subscribes,
        List<String> durable,
        boolean snapshots,
        Map<String, String> settings) {

    public Subject {
        publishes = List.copyOf(publishes);
        subscribes = List.copyOf(subscribes);
        durable = List.copyOf(durable);
        settings = Map.copyOf(settings);
    }

    /** What a manifest says of itself. */
    public static Subject of(Manifest manifest, Launcher launcher, Map<String, String> settings) {
        return new Subject(
                launcher,
                manifest.id(),
                manifest.version(),
                manifest.pool(),
                manifest.publishes(),
                manifest.subscribes(),
                manifest.durable(),
                manifest.state() == Manifest.StatePolicy.SNAPSHOT,
                settings);
    }

    /**
     * A Java plugin of this JVM's class path, in a process of its own: for a test in the plugin's build.
     *
     * @param manifest the YAML that its annotations make, {@code Manifest.of(MyPlugin.class).yaml()} of the SDK
     */
    public static Subject ofClass(String className, String manifest, Map<String, String> settings) {
        return of(Manifest.parse(manifest), PluginProcess.ofClass(className), settings);
    }
}
