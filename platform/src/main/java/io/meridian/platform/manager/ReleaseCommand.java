package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian release}. */
@Command(
        name = "release",
        description =
                "Lets orders flow again: ends a kill at the instance manager, or releases the latch of one sidecar.",
        footer = {
            "",
            "  meridian release --all --by 'Bo Li' --reason 'limits are fixed'",
            "  meridian release --dir run/momo-1 --by 'Bo Li' --reason 'limits are fixed'"
        })
public final class ReleaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Your name, for the record.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
    private String reason;

    /** What is released. */
    static final class Which {
        @Option(names = "--dir", paramLabel = "DIR", description = "One sidecar, by its folder.")
        private Path folder;

        @Option(names = "--kill", paramLabel = "ID", description = "One kill, by the id that it was given.")
        private String kill;

        @Option(names = "--all", description = "All kills that hold.")
        private boolean all;
    }

    @Override
    public Integer call() {
        return which.folder == null
                ? kills()
                : OneLatch.ask(
                        which.folder,
                        client -> client.release(by, reason),
                        spec.commandLine().getOut(),
                        line.isJson());
    }

    private int kills() {
        List<String> ids = new ArrayList<>();
        if (which.all) {
            ListCommand.all(line, "/v1/kills").stream()
                    .filter(kill -> kill.get("holds").asBoolean())
                    .forEach(kill -> ids.add(kill.get("id").asText()));
        } else {
            ids.add(which.kill);
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean failed = false;
        Set<String> released = new HashSet<>();
        for (String id : ids) {
            JsonNode report = line.post("/v1/kills/" + id + "/release", Map.of("why", by + ": " + reason));
            failed |= !report.get("failed").isEmpty();
            report.get("latched").forEach(name -> released.add(name.asText()));
            out.println(line.isJson() ? report.toString() : words(report));
        }
        if (which.all) {
            DirectLatches.Result result = new DirectLatches()
                    .in(line.stackSidecars(), name -> !released.contains(name))
                    .ask(client -> client.release(by, reason));
            failed |= !result.failed().isEmpty();
            if (!result.done().isEmpty() && !line.isJson()) {
                out.println("Released beside it: " + String.join(", ", result.done()) + ".");
            }
        }
        if (ids.isEmpty() && !line.isJson()) {
            out.println("No kill holds at the manager.");
        }
        out.flush();
        return failed ? 1 : 0;
    }

    private static String words(JsonNode report) {
        StringBuilder text = new StringBuilder("Released "
                + report.get("latched").size() + " of " + report.get("of").asText() + ".");
        report.get("failed")
                .properties()
                .forEach(each -> text.append("\nNOT released: ")
                        .append(each.getKey())
                        .append(": ")
                        .append(each.getValue().asText()));
        if (!report.get("onBus").asText().isEmpty()) {
            text.append("\nNot told over the bus: ")
                    .append(report.get("onBus").asText())
                    .append('.');
        }
        return text.toString();
    }
}
