package io.meridian.platform.sidecar;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.LatchState;
import io.meridian.sidecar.health.HealthServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian sidecar status}. */
@Command(
        name = "status",
        description =
                "Says how the sidecar of a folder is: its health with reasons, and its kill latch. Ends with 1 when it"
                        + " does not run or is not ready.")
public final class SidecarStatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The sidecar's folder.")
    private Path folder;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        LatchState latch;
        String port;
        try {
            latch = new ControlClient(folder, PATIENCE).status();
            port = Files.readString(folder.resolve(HealthServer.PORT_FILE)).strip();
        } catch (IOException e) {
            throw CommandException.failed(
                    "No sidecar runs in " + folder + " (" + e.getMessage() + "). Start one with 'meridian sidecar'.");
        }
        HttpResponse<String> ready;
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            ready = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                            .timeout(PATIENCE)
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw CommandException.failed(
                    "The sidecar in " + folder + " does not tell its health on port " + port + ": " + e.getMessage());
        }
        print(spec.commandLine().getOut(), ready, latch, port);
        return ready.statusCode() == 200 ? 0 : 1;
    }

    private void print(PrintWriter out, HttpResponse<String> ready, LatchState latch, String port) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("ready", ready.statusCode() == 200);
            fields.put("http", "http://127.0.0.1:" + port);
            fields.put("latch", LatchShown.fields(latch));
            String text = Json.of(fields);
            // The health is JSON already.
            out.println(text.substring(0, text.length() - 1) + ",\"health\":"
                    + ready.body().strip() + "}");
        } else {
            out.println(ready.statusCode() == 200 ? "Ready." : "Not ready.");
            out.println("Health: " + ready.body().strip());
            out.println("Latch: " + LatchShown.text(latch));
            out.println("More:   http://127.0.0.1:" + port + "/metrics");
        }
        out.flush();
    }
}
