package io.meridian.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The plugin that is checked.
 *
 * @param command starts it
 * @param directory where it is started
 * @param durable topics of its own that are durable
 * @param snapshots whether it keeps state
 * @param settings given to it
 */
public record Subject(
        List<String> command,
        Path directory,
        String id,
        String version,
        String pool,
        List<String> publishes,
        List<String> subscribes,
        List<String> durable,
        boolean snapshots,
        Map<String, String> settings) {

    public Subject {
        command = List.copyOf(command);
        publishes = List.copyOf(publishes);
        subscribes = List.copyOf(subscribes);
        durable = List.copyOf(durable);
        settings = Map.copyOf(settings);
    }
}
