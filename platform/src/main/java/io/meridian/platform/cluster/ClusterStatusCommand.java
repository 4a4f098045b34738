package io.meridian.platform.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.cluster.ClusterSettings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.ShownTable;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.platform.stack.StackBus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian cluster status}. */
@Command(
        name = "status",
        description = {
            "Says how a node of this machine sees the cluster: who leads, in which term, who is there, how far the log"
                    + " of decisions is, and which plugins run, on whichever machine.",
            "Ends with 1 when nothing can be decided, or no node answers here."
        })
public final class ClusterStatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Spec
    private CommandSpec spec;

    @Mixin
    private BusOptions options = new BusOptions();

    @Mixin
    private StackBus stack = new StackBus();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "The folder of a manager, or of a node; by default what metrics.dir, manager.dir or cluster.dir"
                            + " says, or the development stack.")
    private Path folder;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        String answer = ask();
        JsonNode view;
        try {
            view = new ObjectMapper().readTree(answer);
        } catch (IOException e) {
            throw CommandException.failed("The node gave an answer that makes no sense: " + answer);
        }
        if (json) {
            spec.commandLine().getOut().println(answer);
        } else {
            print(view);
        }
        return view.path("healthy").asBoolean() ? 0 : 1;
    }

    private String ask() throws InterruptedException {
        List<Path> files = portFiles();
        String trouble = "no node has been there";
        for (Path file : files) {
            try (HttpClient client =
                    HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
                String port = Files.readString(file).strip();
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + ServedNode.STATUS))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString());
                return response.body().strip();
            } catch (IOException | IllegalArgumentException silent) {
                trouble = "that of " + file + " does not answer";
            }
        }
        throw CommandException.failed("No node of a cluster runs here (" + trouble
                + "). One is started by meridian manager with CLUSTER_SEEDS, or by meridian cluster node.");
    }

    private List<Path> portFiles() {
        var settings = options.read();
        Path place = folder != null
                ? folder
                : settings.find(MetricsSettings.DIR)
                        .or(() -> settings.find(ManagerSettings.DIR))
                        .or(() -> settings.find(ClusterSettings.DIR))
                        .orElseGet(stack::services);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file ->
                            file.getFileName().toString().startsWith(ServedNode.SERVICE) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw CommandException.failed("The folder " + place + " cannot be read: " + e.getMessage());
        }
    }

    private void print(JsonNode view) {
        var out = spec.commandLine().getOut();
        String leader = view.path("leader").asText();
        out.println("seen by   " + view.path("node").asText() + ", "
                + view.path("role").asText().toLowerCase());
        out.println("leads     "
                + (leader.isEmpty()
                        ? "nobody"
                        : leader + ", in term " + view.path("term").asLong()));
        String counter = view.path("counter").asText();
        out.println("votes     "
                + (counter.isEmpty()
                        ? "are not counted: nothing can be decided until more than half of the seeds are there"
                        : "are counted by " + counter));
        out.println("decided   " + view.path("position").asLong() + "; log: "
                + view.path("committed").asLong() + " of " + view.path("logged").asLong() + " entries hold");
        ShownTable table = new ShownTable()
                .text("member", "state", "votes")
                .numbers("silent", "phi", "behind")
                .text("since", "shows");
        for (JsonNode member : view.path("members")) {
            table.add(List.of(
                    member.path("name").asText(),
                    member.path("state").asText(),
                    member.path("seed").asBoolean() ? "yes" : "no",
                    member.path("silentMs").asLong() + " ms",
                    member.path("phi").asText(),
                    member.path("behindMs").isNumber() ? member.path("behindMs").asLong() / 1_000 + " s" : "",
                    member.path("since").asText(),
                    member.path("status").asText("")));
        }
        table.print(out);
        if (!view.path("plugins").isEmpty()) {
            ShownTable plugins =
                    new ShownTable().text("plugin", "phase", "health").text("since", "told by");
            for (JsonNode plugin : view.path("plugins")) {
                plugins.add(List.of(
                        plugin.path("name").asText(),
                        plugin.path("phase").asText(),
                        plugin.path("health").asText(),
                        plugin.path("since").asText(),
                        plugin.path("toldBy").asText()));
            }
            out.println();
            plugins.print(out);
        }
    }
}
