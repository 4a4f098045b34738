package io.meridian.platform.backtest;

import io.meridian.backtest.engine.PluginSpec;
import io.meridian.backtest.report.KeptReport;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ProjectClasses;
import io.meridian.plugin.contract.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The plugins of a backtest: those of the person who runs it, and those on the way of an order. */
final class Pieces implements AutoCloseable {
    private static final String VENUE = "venue";
    private static final Map<String, String> WAY = way();

    private final List<Piece> strategies = new ArrayList<>();
    private final Map<String, Piece> way = new LinkedHashMap<>();

    /** @param settings those of its file */
    private record Piece(String instance, ProjectClasses classes, Manifest manifest, Map<String, String> settings) {}

    private static Map<String, String> way() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(VENUE, "plugins/ccm-paper");
        parts.put("router", "plugins/ems-router");
        parts.put("compliance", "plugins/oms-compliance");
        parts.put("book", "plugins/bor");
        return parts;
    }

    private Pieces() {}

    /** Opens all of them. */
    static Pieces open(Path home, List<Path> projects) {
        Pieces pieces = new Pieces();
        try {
            for (Map.Entry<String, String> part : WAY.entrySet()) {
                Piece piece = piece(part.getKey(), PluginProject.upToDate(home.resolve(part.getValue())));
                pieces.way.put(part.getKey(), piece);
            }
            for (Path path : projects) {
                PluginProject project = PluginProject.upToDate(path);
                String id = project.manifest().id();
                if (pieces.way.containsKey(id)
                        || pieces.strategies.stream().anyMatch(each -> each.instance.equals(id))) {
                    throw CommandException.wrongUse("There are two plugins with the id " + id + ".");
                }
                pieces.strategies.add(piece(id, project));
            }
            return pieces;
        } catch (RuntimeException failed) {
            pieces.close();
            throw failed;
        }
    }

    private static Piece piece(String instance, PluginProject project) {
        List<String> problems = new ArrayList<>();
        Map<String, String> settings = project.settings(problems);
        if (!problems.isEmpty()) {
            throw CommandException.wrongUse(String.join("\n", problems));
        }
        return new Piece(instance, ProjectClasses.open(project), project.manifest(), settings);
    }

    Manifest first() {
        return strategies.getFirst().manifest();
    }

    String firstClass() {
        return strategies.getFirst().classes().plugin().getName();
    }

    /** All that run, with their versions: the first one first. */
    List<KeptReport.Plugin> plugins() {
        return Stream.concat(strategies.stream(), way.values().stream())
                .map(each -> new KeptReport.Plugin(
                        each.instance(), each.manifest().id(), each.manifest().version()))
                .toList();
    }

    /** Whether a manifest says that a setting is never to be shown. */
    boolean isSecret(String setting) {
        String name = setting.substring(setting.indexOf('.') + 1);
        Piece piece = owner(setting);
        return piece != null
                && piece.manifest().settings().stream()
                        .anyMatch(each -> each.secret() && each.name().equals(name));
    }

    /** Whether one of them reads quotes, of which there are none among bars. */
    boolean readsQuotes() {
        return strategies.stream()
                .flatMap(each -> each.manifest().subscribes().stream())
                .anyMatch(pattern -> pattern.startsWith("platform.data.quote."));
    }

    /** The settings of the first as they will be, with those of the others as {@code instance.name}. */
    Map<String, String> settings(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        Set<String> unknown = new TreeSet<>();
        for (Map.Entry<String, String> setting : given.entrySet()) {
            if (owner(setting.getKey()) == null) {
                unknown.add(setting.getKey());
            }
        }
        if (!unknown.isEmpty()) {
            throw CommandException.wrongUse("--setting " + String.join(", ", unknown) + ": write NAME=VALUE for "
                    + strategies.getFirst().instance() + ", or INSTANCE.NAME=VALUE for one of " + instances() + ".");
        }
        strategies.forEach(each -> each.settings()
                .forEach((name, value) ->
                        all.put(each == strategies.getFirst() ? name : each.instance() + "." + name, value)));
        all.putAll(given);
        return all;
    }

    private List<String> instances() {
        List<String> names = new ArrayList<>(way.keySet());
        strategies.forEach(each -> names.add(each.instance()));
        return names;
    }

    private Piece owner(String setting) {
        int dot = setting.indexOf('.');
        if (dot < 0) {
            return strategies.getFirst();
        }
        String instance = setting.substring(0, dot);
        return way.containsKey(instance)
                ? way.get(instance)
                : strategies.stream()
                        .filter(each -> each.instance().equals(instance))
                        .findFirst()
                        .orElse(null);
    }

    /** The venue's plugin. */
    PluginSpec venue(String name, Map<String, String> settings) {
        Map<String, String> own = own(way.get(VENUE), settings);
        own.put("venue", name);
        return spec(VENUE + "-" + name, way.get(VENUE), own);
    }

    List<PluginSpec> way(Map<String, String> settings) {
        return way.entrySet().stream()
                .filter(part -> !part.getKey().equals(VENUE))
                .map(part -> {
                    Map<String, String> own = own(part.getValue(), settings);
                    if (part.getKey().equals("book")) {
                        // As often as once a second, it would say little else than that.
                        own.putIfAbsent("interval", "1m");
                    }
                    return spec(part.getKey(), part.getValue(), own);
                })
                .toList();
    }

    List<PluginSpec> strategies(Map<String, String> settings) {
        return strategies.stream()
                .map(each -> spec(each.instance(), each, own(each, settings)))
                .toList();
    }

    private Map<String, String> own(Piece piece, Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>(piece.settings());
        settings.forEach((name, value) -> {
            if (owner(name) == piece) {
                own.put(name.substring(name.indexOf('.') + 1), value);
            }
        });
        return own;
    }

    private static PluginSpec spec(String instance, Piece piece, Map<String, String> settings) {
        return new PluginSpec(instance, piece.classes().plugin(), settings);
    }

    @Override
    public void close() {
        strategies.forEach(each -> each.classes().close());
        way.values().forEach(each -> each.classes().close());
    }
}
