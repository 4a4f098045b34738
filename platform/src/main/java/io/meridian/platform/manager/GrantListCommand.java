package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.ShownTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian grants list}. */
@Command(name = "list", description = "Shows grants: those that wait and those in force, unless said otherwise.")
final class GrantListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", arity = "0..1", paramLabel = "INSTANCE", description = "Only those of this instance.")
    private String instance;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those that are draft, requested, active, rejected, cancelled, expired or revoked.")
    private String state;

    @Option(names = "--all", description = "Those that are over, too.")
    private boolean all;

    @Override
    public Integer call() {
        String path = "/v1/grants?" + (instance == null ? "" : "instance=" + instance + "&")
                + (state == null ? "" : "state=" + state.toUpperCase(Locale.ROOT));
        PrintWriter out = spec.commandLine().getOut();
        List<JsonNode> items = ListCommand.all(line, path.replaceAll("[?&]$", "")).stream()
                .filter(grant -> all
                        || state != null
                        || List.of("DRAFT", "REQUESTED", "ACTIVE")
                                .contains(grant.get("state").asText()))
                .toList();
        if (line.isJson()) {
            items.forEach(out::println);
        } else {
            ShownTable table = new ShownTable()
                    .text(
                            "grant",
                            "instance",
                            "effect",
                            "action",
                            "pattern",
                            "state",
                            "approvals",
                            "requested by",
                            "until");
            items.forEach(grant -> {
                List<String> cells = new java.util.ArrayList<>(
                        ListCommand.texts(grant, "id", "instance", "effect", "action", "pattern", "state"));
                cells.add(grant.get("approvals").size() + " of "
                        + grant.get("approvalsNeeded").asText());
                cells.addAll(ListCommand.texts(grant, "requestedBy", "until"));
                table.add(cells);
            });
            table.print(out);
        }
        out.flush();
        return 0;
    }
}
