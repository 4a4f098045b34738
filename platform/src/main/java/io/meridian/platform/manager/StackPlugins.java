package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Has projects of this machine run as instances of the manager of a folder, by the hand of its account {@code dev}. From any thread. */
public final class StackPlugins {
    private static final int PATIENCE_S = 60;
    private static final String WHY = "part of the development stack";

    private final Path manager;

    public StackPlugins(Path manager) {
        this.manager = manager;
    }

    /** Whether the manager answers. */
    public boolean isReady() {
        return Files.exists(ManagerSettings.port(manager));
    }

    /**
     * Registers a project as it is now, makes an instance of it or gives that this version, and has it run. Settings that are not named stay as they are.
     *
     * @return false when the signal to stop came first
     */
    public boolean run(PluginProject project, String instance, Map<String, String> settings, StopSignal stop) {
        ManagerLine line = ManagerLine.to(manager, FirstAccounts.DEV);
        make(line, instance, register(line, project), settings);
        JsonNode asked = line.post(address(instance) + "/start", Map.of("why", WHY));
        return runs(new StepWait(line, "RUNNING", false), asked, stop) != null;
    }

    /**
     * Registers a project as it is now and gives an instance that version.
     *
     * @return what became of the two, in words; null when the signal to stop came first
     */
    public String upgrade(PluginProject project, String instance, StopSignal stop) {
        ManagerLine line = ManagerLine.to(manager, FirstAccounts.DEV);
        JsonNode before = line.get(address(instance));
        JsonNode version = register(line, project);
        if (version.get("version").equals(before.get("version"))) {
            return "it is the same as what runs";
        }
        line.patch(address(instance), Map.of("version", version.get("version").asText(), "why", WHY));
        JsonNode now = runs(new StepWait(line, null, true), before, stop);
        if (now == null) {
            return null;
        }
        return now.path("sidecar").path("id").equals(before.path("sidecar").path("id"))
                ? "started again, and its sidecar stayed"
                : "started again with its sidecar";
    }

    /** Starts an instance again, with its sidecar. @return false when the signal to stop came first */
    public boolean restart(String instance, StopSignal stop) {
        ManagerLine line = ManagerLine.to(manager, FirstAccounts.DEV);
        JsonNode before = line.get(address(instance));
        line.post(address(instance) + "/restart", Map.of("why", "asked for by ./launch_dev.sh restart"));
        return runs(new StepWait(line, null, true), before, stop) != null;
    }

    /** @return how it is in the end; null when the signal to stop came first */
    private static JsonNode runs(StepWait wait, JsonNode before, StopSignal stop) {
        JsonNode now = wait.await(before, PATIENCE_S, stop);
        if (stop.isStopped()) {
            return null;
        }
        if (!wait.isDone(before, now)) {
            throw CommandException.failed(now.get("name").asText() + ", version "
                    + now.get("version").asText() + ", does not run within " + PATIENCE_S + " s: "
                    + StepWait.reasons(now));
        }
        return now;
    }

    /** Says that an instance shall not run, and does not wait for it. */
    public void stop(String instance) {
        ManagerLine.to(manager, FirstAccounts.DEV)
                .post(address(instance) + "/stop", Map.of("why", "the development stack ends"));
    }

    private static String address(String instance) {
        return "/v1/instances/" + instance;
    }

    private static JsonNode register(ManagerLine line, PluginProject project) {
        try {
            return PluginBundle.register(line, project);
        } catch (IOException e) {
            throw new UncheckedIOException("the project " + project.folder() + " cannot be bundled: " + e, e);
        }
    }

    private static JsonNode make(ManagerLine line, String instance, JsonNode version, Map<String, String> settings) {
        Optional<JsonNode> present = ListCommand.all(line, "/v1/instances").stream()
                .filter(each -> each.get("name").asText().equals(instance))
                .findFirst();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", version.get("version").asText());
        if (!settings.isEmpty()) {
            body.put("settings", settings);
        }
        body.put("why", WHY);
        if (present.isPresent()) {
            boolean isSo = present.get().get("version").equals(version.get("version"))
                    && settings.entrySet().stream()
                            .allMatch(each -> present.get()
                                    .get("settings")
                                    .path(each.getKey())
                                    .asText()
                                    .equals(each.getValue()));
            return isSo ? present.get() : line.patch(address(instance), body);
        }
        body.put("name", instance);
        body.put("plugin", version.get("plugin").asText());
        return line.post("/v1/instances", body);
    }
}
