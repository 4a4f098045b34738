package io.meridian.processor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the annotation says, read and checked. */
record PluginFacts(
        String className,
        String id,
        String version,
        String description,
        String pool,
        Map<Use, List<String>> topics,
        List<String> durable,
        String state,
        List<SettingFacts> settings,
        List<String> egress,
        int memoryMib,
        double cpus) {

    /** One setting; bounds and default are null when there are none. */
    record SettingFacts(
            String name,
            String type,
            String initial,
            Double min,
            Double max,
            List<String> values,
            String doc,
            boolean secret) {}

    PluginFacts {
        topics = new EnumMap<>(topics);
    }

    List<String> topics(Use use) {
        return topics.getOrDefault(use, List.of());
    }
}
