package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.ShownTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meridian token list}. */
@Command(name = "list", description = "Shows your tokens and logins, without what they are shown by.")
final class TokenListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<JsonNode> items = ListCommand.all(line, "/v1/tokens");
        if (line.isJson()) {
            items.forEach(out::println);
        } else {
            ShownTable table = new ShownTable().text("token", "for", "roles", "made", "until");
            items.forEach(token -> table.add(List.of(
                    token.get("id").asText(),
                    token.get("login").asBoolean()
                            ? "a login"
                            : token.get("label").asText(),
                    token.get("roles").toString().replaceAll("[\\[\"\\]]", ""),
                    token.get("createdAt").asText(),
                    token.get("expiresAt").asText())));
            table.print(out);
        }
        out.flush();
        return 0;
    }
}
