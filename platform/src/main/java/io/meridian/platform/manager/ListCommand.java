package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.ShownTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian plugin list}. */
@Command(name = "list", description = "Shows the instances and how they are; with --versions what is registered.")
final class ListCommand implements Callable<Integer> {
    private static final int LONGEST_REASON = 80;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Option(names = "--versions", description = "The registered versions of plugins, the newest of each first.")
    private boolean versions;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<JsonNode> items = all(line, versions ? "/v1/plugins" : "/v1/instances");
        if (line.isJson()) {
            items.forEach(out::println);
        } else if (versions) {
            ShownTable table =
                    new ShownTable().text("plugin", "version", "pool", "kind", "registered", "by", "description");
            items.forEach(item -> table.add(
                    texts(item, "plugin", "version", "pool", "kind", "registeredAt", "registeredBy", "description")));
            table.print(out);
        } else {
            ShownTable table =
                    new ShownTable().text("instance", "plugin", "version", "phase", "health", "since", "reason");
            items.forEach(item -> {
                List<String> cells = new ArrayList<>(texts(item, "name", "plugin", "version", "phase"));
                JsonNode health = item.get("health");
                cells.addAll(texts(health, "level", "since"));
                String reason = health.get("reasons").isEmpty()
                        ? ""
                        : health.get("reasons").get(0).asText();
                cells.add(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason);
                table.add(cells);
            });
            table.print(out);
        }
        out.flush();
        return 0;
    }

    /** All items of a list, page by page. */
    static List<JsonNode> all(ManagerLine line, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = line.get(path + separator + "limit=1000"
                    + (cursor == null
                            ? ""
                            : "&cursor="
                                    + java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8)));
            page.get("items").forEach(items::add);
            cursor = page.get("next").isNull() ? null : page.get("next").asText();
        } while (cursor != null);
        return items;
    }

    static List<String> texts(JsonNode item, String... names) {
        return Arrays.stream(names)
                .map(name -> item.path(name).isNull() ? "-" : item.path(name).asText())
                .toList();
    }
}
