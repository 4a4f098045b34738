package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.ShownTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin show}. */
@Command(
        name = "show",
        description = "Shows an instance: what it is, how it is and was in the last 24 hours, what was done to it.")
final class ShowCommand implements Callable<Integer> {
    private static final List<String> FACTS = List.of(
            "plugin",
            "version",
            "pool",
            "runtime",
            "desired",
            "phase",
            "latched",
            "observing",
            "crashes",
            "settings",
            "secrets",
            "needs",
            "createdBy",
            "createdAt");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Which.")
    private String name;

    @Override
    public Integer call() {
        JsonNode instance = line.get("/v1/instances/" + name);
        PrintWriter out = spec.commandLine().getOut();
        if (line.isJson()) {
            out.println(instance);
            return 0;
        }
        for (String fact : FACTS) {
            JsonNode value = instance.path(fact);
            out.printf("%-11s%s%n", fact, value.isValueNode() ? value.asText() : value.toString());
        }
        for (String part : List.of("sidecar", "unit")) {
            JsonNode unit = instance.path(part);
            out.printf(
                    "%-11s%s%n",
                    part.equals("unit") ? "process" : part,
                    unit.isNull()
                            ? "none"
                            : unit.get("id").asText() + ", since "
                                    + unit.get("startedAt").asText());
        }
        JsonNode health = line.get("/v1/instances/" + name + "/health");
        ShownTable changes = new ShownTable().text("health", "since", "reasons");
        health.get("changes")
                .forEach(change -> changes.add(
                        List.of(change.get("level").asText(), change.get("at").asText(), reasons(change))));
        out.println();
        changes.print(out);
        ShownTable acts = new ShownTable().text("act", "at", "who", "why");
        line.get("/v1/acts?limit=20&object=" + name)
                .get("items")
                .forEach(act -> acts.add(ListCommand.texts(act, "action", "at", "who", "why")));
        out.println();
        acts.print(out);
        out.flush();
        return 0;
    }

    private static String reasons(JsonNode change) {
        StringBuilder text = new StringBuilder();
        change.get("reasons")
                .forEach(reason -> text.append(text.isEmpty() ? "" : "; ").append(reason.asText()));
        return text.toString();
    }
}
