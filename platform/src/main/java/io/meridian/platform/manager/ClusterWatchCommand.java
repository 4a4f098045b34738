package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian cluster watch}. */
@Command(
        name = "watch",
        description = {
            "Shows what the nodes of a cluster know of plugins, or of each other, and then each change of it, until"
                    + " Ctrl-C: + for what enters the answer, ~ for what changes in it, - for what leaves it.",
            "When another manager takes over, that one is asked, and what became different meanwhile is shown: nothing"
                    + " is missed, nothing shown twice."
        },
        footer = {
            "",
            "  meridian cluster watch",
            "  meridian cluster watch plugins --filter 'fields.health != \"OK\"'",
            "  meridian cluster watch nodes --json"
        })
final class ClusterWatchCommand implements Callable<Integer> {
    private static final long AGAIN_MS = 300;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            defaultValue = "plugins",
            description = "plugins or nodes. Default: ${DEFAULT-VALUE}.")
    private String map;

    @Option(
            names = "--filter",
            paramLabel = "CONDITION",
            defaultValue = "",
            description = "Only what this is true for: an expression of CEL on name and fields.")
    private String filter;

    @Override
    public Integer call() throws InterruptedException {
        FollowedAnswer answer =
                new FollowedAnswer(change -> Output.out().println(line.isJson() ? change.toString() : words(change)));
        String path = "/v1/cluster/live?map=" + URLEncoder.encode(map, StandardCharsets.UTF_8) + "&filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        long heardNs = System.nanoTime();
        while (true) {
            try {
                answer.hear(line.stream(path));
                heardNs = System.nanoTime();
            } catch (CommandException failed) {
                // Nobody may lead for some seconds.
                if (!answer.isBegun() || System.nanoTime() - heardNs > PATIENCE_NS) {
                    throw failed;
                }
            }
            TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        }
    }

    private static String words(JsonNode change) {
        StringBuilder words = new StringBuilder(
                switch (change.path("kind").asText()) {
                    case "ENTER" -> "+ ";
                    case "LEAVE" -> "- ";
                    default -> "~ ";
                });
        words.append(change.path("name").asText());
        change.path("fields").properties().forEach(field -> {
            String text = field.getValue().asText();
            if (!text.isEmpty()) {
                words.append("  ").append(field.getKey()).append('=').append(text);
            }
        });
        return words.toString();
    }
}
