package io.meridian.conformance;

import io.meridian.conformance.stage.Launcher;
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
}
