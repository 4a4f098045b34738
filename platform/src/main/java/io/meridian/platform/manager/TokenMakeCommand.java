package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian token make}. */
@Command(
        name = "make",
        description = "Makes a token and prints it: this once, on standard output, and nothing else. A program shows it"
                + " in MERIDIAN_TOKEN, or as 'Authorization: Bearer TOKEN'.")
final class TokenMakeCommand implements Callable<Integer> {
    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "TEXT", description = "What it is for.")
    private String label;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "How long it is good for. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "One of yours that it has. May be repeated. Default: all of yours.")
    private List<String> roles = List.of();

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("label", label, "days", days));
        if (!roles.isEmpty()) {
            body.put(
                    "roles",
                    roles.stream().map(role -> role.toUpperCase(Locale.ROOT)).toList());
        }
        JsonNode issued = line.post("/v1/tokens", body);
        Output.out()
                .println(
                        line.isJson() ? issued.toString() : issued.get("secret").asText());
        return 0;
    }
}
