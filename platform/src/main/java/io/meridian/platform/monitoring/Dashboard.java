package io.meridian.platform.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One dashboard for Grafana, panel by panel; three in a row. */
public final class Dashboard {
    private static final int COLUMNS = 24;
    private static final int WIDTH = 8;
    private static final int HEIGHT = 8;
    /** Of the form that these files have, which newer versions of Grafana bring up to date by themselves. */
    private static final int SCHEMA_VERSION = 39;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Map<String, Object> SOURCE = ordered("type", "prometheus", "uid", "${source}");

    private final String name;
    private final String title;
    private final String text;
    private final boolean isOfOnePlugin;
    private final List<Map<String, Object>> panels = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();

    /** One line of a panel. @param legend with labels in braces, such as {@code {{topic}}} */
    record Line(String expression, String legend) {}

    Dashboard(String name, String title, String text, boolean isOfOnePlugin) {
        this.name = name;
        this.title = title;
        this.text = text;
        this.isOfOnePlugin = isOfOnePlugin;
    }

    static Line line(String expression, String legend) {
        return new Line(expression, legend);
    }

    /** Lines over time. @param unit as Grafana calls it, such as {@code s} or {@code bytes} */
    Dashboard graph(String panelTitle, String unit, Line... lines) {
        return panel("timeseries", panelTitle, unit, lines);
    }

    /** The last value, large. */
    Dashboard stat(String panelTitle, String unit, Line... lines) {
        return panel("stat", panelTitle, unit, lines);
    }

    private Dashboard panel(String type, String panelTitle, String unit, Line... lines) {
        int index = panels.size();
        List<Map<String, Object>> targets = new ArrayList<>();
        for (Line each : lines) {
            expressions.add(each.expression());
            targets.add(ordered(
                    "refId",
                    String.valueOf((char) ('A' + targets.size())),
                    "datasource",
                    SOURCE,
                    "expr",
                    each.expression(),
                    "legendFormat",
                    each.legend()));
        }
        panels.add(ordered(
                "id",
                index + 1,
                "type",
                type,
                "title",
                panelTitle,
                "datasource",
                SOURCE,
                "gridPos",
                ordered("x", index * WIDTH % COLUMNS, "y", index / (COLUMNS / WIDTH) * HEIGHT, "w", WIDTH, "h", HEIGHT),
                "fieldConfig",
                ordered("defaults", ordered("unit", unit), "overrides", List.of()),
                "options",
                type.equals("stat") ? statOptions() : graphOptions(),
                "targets",
                targets));
        return this;
    }

    // Each option that Grafana's types ask for, with the value that Grafana itself would take unless it is said.
    private static Map<String, Object> statOptions() {
        return ordered(
                "reduceOptions",
                ordered("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                "orientation",
                "auto",
                "colorMode",
                "value",
                "graphMode",
                "area",
                "justifyMode",
                "auto",
                "textMode",
                "auto",
                "wideLayout",
                true,
                "showPercentChange",
                false,
                "percentChangeColorMode",
                "standard");
    }

    private static Map<String, Object> graphOptions() {
        return ordered(
                "legend",
                ordered("showLegend", true, "displayMode", "list", "placement", "bottom", "calcs", List.of()),
                "tooltip",
                // All lines at once, the largest first: which of them stands out is what a panel is looked at for.
                ordered("mode", "multi", "sort", "desc"));
    }

    /** The file that it is in. */
    public String file() {
        return name + ".json";
    }

    /** All that its panels ask. */
    public List<String> expressions() {
        return List.copyOf(expressions);
    }

    /** The file's text. */
    public String json() {
        try {
            return JSON.writeValueAsString(ordered(
                            "uid",
                            "meridian-" + name,
                            "title",
                            "Meridian: " + title,
                            "description",
                            text,
                            "tags",
                            List.of("meridian"),
                            "schemaVersion",
                            SCHEMA_VERSION,
                            "version",
                            1,
                            "editable",
                            false,
                            "timezone",
                            "browser",
                            "refresh",
                            "10s",
                            "time",
                            ordered("from", "now-30m", "to", "now"),
                            "links",
                            links(),
                            "templating",
                            ordered("list", variables()),
                            "panels",
                            panels))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("dashboard=" + name + " cannot be written", e);
        }
    }

    private List<Map<String, Object>> links() {
        return List.of(
                link("dashboards", "Meridian", List.of("meridian"), ""),
                isOfOnePlugin
                        ? link("link", "Its management page", List.of(), "${pages}/plugins/${plugin}")
                        : link("link", "Management pages", List.of(), "${pages}/"));
    }

    /** To other dashboards, with what is chosen here, in a list that opens; or to a page, in a tab of its own. */
    private static Map<String, Object> link(String type, String title, List<String> tags, String url) {
        boolean isInside = type.equals("dashboards");
        return ordered(
                "type",
                type,
                "title",
                title,
                "icon",
                "external link",
                "tooltip",
                "",
                "tags",
                tags,
                "asDropdown",
                isInside,
                "includeVars",
                isInside,
                "keepTime",
                isInside,
                "targetBlank",
                !isInside,
                "url",
                url);
    }

    private List<Map<String, Object>> variables() {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(ordered("name", "source", "label", "Prometheus", "type", "datasource", "query", "prometheus"));
        all.add(choice("deployment", "Deployment", "label_values(up{job=\"meridian\"}, deployment)", true));
        if (isOfOnePlugin) {
            all.add(choice(
                    "plugin",
                    "Plugin",
                    "label_values(meridian_plugin_attached{deployment=~\"$deployment\"}, plugin)",
                    false));
        }
        all.add(ordered(
                "name",
                "pages",
                "label",
                "Management pages",
                "type",
                "textbox",
                "query",
                "http://127.0.0.1:9090",
                "current",
                ordered("text", "http://127.0.0.1:9090", "value", "http://127.0.0.1:9090")));
        return all;
    }

    private static Map<String, Object> choice(String name, String label, String query, boolean several) {
        return ordered(
                "name",
                name,
                "label",
                label,
                "type",
                "query",
                "datasource",
                SOURCE,
                "query",
                query,
                "refresh",
                2,
                "includeAll",
                several,
                "multi",
                several,
                "allValue",
                several ? ".*" : null);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                map.put(pairs[i].toString(), pairs[i + 1]);
            }
        }
        return map;
    }
}
