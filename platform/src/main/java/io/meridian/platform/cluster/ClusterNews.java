package io.meridian.platform.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.query.Entry;
import io.meridian.cluster.query.LiveQueries;
import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.SharedMap;
import io.meridian.platform.cli.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What each node tells all others of itself, and the manager that leads of the plugins, so that any node can say it. What was not told again for a while is over: its node may be dead, and
 * nobody claims that it still holds.
 */
public final class ClusterNews implements AutoCloseable {
    static final Duration TOLD_EVERY = Duration.ofSeconds(2);
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final String self;
    private final SharedMap<Latest> nodes;
    private final SharedMap<Latest> plugins;
    private final Consumer<String> log;
    /** Of those maps that somebody has asked about. */
    private final Map<String, LiveQueries<Latest>> live = new TreeMap<>();

    private Set<String> told = new HashSet<>();

    ClusterNews(ClusterNode node, Consumer<String> log) {
        self = node.name();
        nodes = node.maps().open("nodes", Latest.NONE, LIFETIME);
        plugins = node.maps().open("plugins", Latest.NONE, LIFETIME);
        this.log = log;
    }

    void tellOfNode(Map<String, Object> fields) {
        put(nodes, self, fields);
    }

    /** These are all instances, each with what is worth knowing of it; one that is not among them is gone. */
    public synchronized void tellOfPlugins(Map<String, Map<String, Object>> instances) {
        instances.forEach((name, fields) -> {
            Map<String, Object> signed = new LinkedHashMap<>(fields);
            signed.put("toldBy", self);
            put(plugins, name, signed);
        });
        // What another told of before this one led, it may tell of itself in a moment, or nobody does.
        told.removeAll(instances.keySet());
        for (String gone : told) {
            plugins.update(gone, (before, writer) -> new Latest(null, writer.stamp()));
        }
        told = new HashSet<>(instances.keySet());
    }

    private static void put(SharedMap<Latest> map, String key, Map<String, Object> fields) {
        String text = Json.of(fields);
        map.update(key, (before, writer) -> new Latest(text, writer.stamp()));
    }

    Map<String, JsonNode> nodes() {
        return read(nodes);
    }

    Map<String, JsonNode> plugins() {
        return read(plugins);
    }

    /** Who asks about a map, and follows the answer. */
    synchronized Optional<LiveQueries<Latest>> live(String name) {
        return Stream.of(nodes, plugins)
                .filter(map -> map.name().equals(name))
                .findFirst()
                .map(map -> live.computeIfAbsent(
                        name, first -> new LiveQueries<>(map, (key, latest) -> entry(map, key, latest), log)));
    }

    /** How it goes with those who ask, of all maps together. */
    record LiveFigures(long active, long told, long waiting) {}

    synchronized LiveFigures liveFigures() {
        return new LiveFigures(
                live.values().stream().mapToLong(LiveQueries::active).sum(),
                live.values().stream().mapToLong(LiveQueries::told).sum(),
                live.values().stream().mapToLong(LiveQueries::waiting).sum());
    }

    private static Entry entry(SharedMap<Latest> map, String key, Latest latest) {
        try {
            return latest.text() == null ? null : new Entry(key, JSON.readValue(latest.text(), FIELDS));
        } catch (IOException notOurs) {
            throw new UncheckedIOException("the value of '" + key + "' in '" + map.name() + "' is no JSON", notOurs);
        }
    }

    @Override
    public synchronized void close() {
        live.values().forEach(LiveQueries::close);
    }

    private static Map<String, JsonNode> read(SharedMap<Latest> map) {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        map.all().forEach((key, latest) -> {
            if (latest.text() != null) {
                try {
                    read.put(key, JSON.readTree(latest.text()));
                } catch (IOException notOurs) {
                    throw new UncheckedIOException(notOurs);
                }
            }
        });
        return read;
    }
}
