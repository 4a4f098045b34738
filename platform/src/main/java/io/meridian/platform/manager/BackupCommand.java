package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.ShownTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian backup}. */
@Command(
        name = "backup",
        description = {
            "Has the instance manager write a copy of its database, while it works. Artifacts and the key of the"
                + " secrets are not in it: copy the folder 'artifacts' with it, and keep 'secret.key' somewhere else.",
            "'meridian restore' puts one back."
        })
public final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Option(names = "--list", description = "Shows those there are, and makes none.")
    private boolean list;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!list) {
            JsonNode made = line.post("/v1/backups", Map.of());
            out.println(
                    line.isJson()
                            ? made.toString()
                            : "Wrote " + made.get("name").asText() + ", "
                                    + made.get("bytes").asText() + " bytes, into the folder 'backups' of the manager.");
            return 0;
        }
        List<JsonNode> all = ListCommand.all(line, "/v1/backups");
        if (line.isJson()) {
            all.forEach(out::println);
        } else {
            ShownTable table = new ShownTable().text("backup").numbers("bytes").text("at");
            all.forEach(backup -> table.add(ListCommand.texts(backup, "name", "bytes", "at")));
            table.print(out);
        }
        out.flush();
        return 0;
    }
}
