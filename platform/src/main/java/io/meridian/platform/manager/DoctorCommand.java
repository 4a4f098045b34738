package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.audit.log.ClockFacts;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsException;
import io.meridian.manager.runtime.docker.DockerRuntime;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Installation;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.Shades;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.platform.settings.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian doctor}. */
@Command(
        name = "doctor",
        description = {
            "Checks a deployment, line by line, and says how to mend what is wrong: the manager, its instances, what"
                    + " waits for somebody. Ends with 1 when a line fails.",
            "With --production also what must be so where it counts: strict mode, backups, reviewed grants, a clock in"
                    + " sync, first passwords gone, a durable bus, a store and an audit log that were chosen."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration OLD_BACKUP = Duration.ofHours(48);
    private static final Duration LONG_WAIT = Duration.ofDays(7);

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Option(names = "--production", description = "Checks what must be so in production, too.")
    private boolean production;

    private final Shades shades = new Shades(Terminal.ask().likesColours());
    private boolean failed;

    /** Finds what is wrong, each with its fix; nothing: all is well. */
    private interface Check {
        List<String> problems();
    }

    @Override
    public Integer call() {
        Settings settings;
        try {
            settings = new BusOptions().read();
        } catch (SettingsException wrong) {
            say("settings", List.of(wrong.getMessage()));
            return 1;
        }
        check("manager", () -> {
            line.get("/v1/status");
            return List.of();
        });
        if (failed) {
            return 1;
        }
        check("pages", this::pages);
        check("instances", this::instances);
        if (usesContainers()) {
            check("containers", this::containers);
        }
        check("kill switch", this::kills);
        check("grants waiting", this::waiting);
        check("dashboards provisioned", this::dashboards);
        if (production) {
            production(settings);
        }
        return failed ? 1 : 0;
    }

    private void production(Settings settings) {
        check(
                "mode",
                when(
                        () -> !line.get("/v1/status").get("mode").asText().equals("PRODUCTION"),
                        "The manager grants by itself what manifests ask for. Start it with manager.mode=production."));
        check("grants reviewed", this::unreviewed);
        check("versions", this::versions);
        check("backup", this::backups);
        check("passwords", this::passwords);
        check(
                "clock",
                when(
                        () -> new ClockFacts().state() == ClockFacts.FREE_RUNNING,
                        "Nothing keeps this machine's clock right. Run chrony or a PTP daemon."));
        check(
                "bus",
                when(
                        () -> !settings.isGiven(BusSettings.BACKEND)
                                || settings.get(BusSettings.BACKEND).equals("memory"),
                        "No engine that outlives a process is chosen: set BUS_BACKEND, and where its server is."));
        check(
                "store",
                when(
                        () -> !settings.isGiven(StorageSettings.BACKEND) && !settings.isGiven(StorageSettings.DIR),
                        "No store is chosen: set STORAGE_BACKEND, and STORAGE_URL or STORAGE_DIR."));
        check(
                "audit log",
                when(
                        () -> !settings.isGiven(AuditSettings.DIR),
                        "No audit log is chosen: set AUDIT_DIR, and run 'meridian audit record'."));
    }

    private static Check when(Supplier<Boolean> isWrong, String fix) {
        return () -> isWrong.get() ? List.of(fix) : List.of();
    }

    /** Where pages are served beside this manager, they must answer; where none are, nobody misses them. */
    private List<String> pages() {
        Path written = ManagerPlace.pages(line.folder());
        if (ManagerPlace.isElsewhere(null) || !Files.exists(written)) {
            return List.of();
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(Files.readString(written).strip());
            int status = client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 503
                    ? List.of("The gateway at " + address
                            + " has no pages: they were not built. Install npm (Debian: sudo"
                            + " apt-get install nodejs npm) and build again.")
                    : List.of();
        } catch (IOException | IllegalArgumentException silent) {
            return List.of("The management pages do not answer, though " + written + " says where they are. Start them"
                    + " anew: meridian ui; or delete that file.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Dashboards that can be provisioned, and somebody who tells a Prometheus where the figures for them are. */
    private List<String> dashboards() {
        List<String> problems = new ArrayList<>();
        Path folder = Installation.home().resolve("monitoring/grafana/dashboards");
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            if (files.noneMatch(file -> file.toString().endsWith(".json"))) {
                problems.add("There are no dashboards in " + folder + ". ./scripts/generate-docs.sh writes them.");
            }
        } catch (IOException e) {
            problems.add("The dashboards in " + folder + " cannot be read: " + e.getMessage() + ".");
        }
        if (line.get("/v1/targets").isEmpty()) {
            problems.add("The manager tells a Prometheus of no process. Give it and the other services the same"
                    + " metrics.dir, see docs/how-to/monitor.md.");
        }
        return problems;
    }

    private List<String> instances() {
        List<String> problems = new ArrayList<>();
        for (JsonNode instance : ListCommand.all(line, "/v1/instances")) {
            String level = instance.get("health").get("level").asText();
            if (level.equals("FAILED") || level.equals("DEGRADED")) {
                problems.add(instance.get("name").asText() + " is " + level + ": "
                        + instance.get("health").get("reasons").path(0).asText() + ". See 'meridian plugin show "
                        + instance.get("name").asText() + "'.");
            }
        }
        return problems;
    }

    private boolean usesContainers() {
        return ListCommand.all(line, "/v1/instances").stream()
                .anyMatch(instance -> instance.get("runtime").asText().equals(DockerRuntime.NAME));
    }

    private List<String> containers() {
        JsonNode problems = line.get("/v1/status").get("containers");
        if (problems.isNull()) {
            return List.of("There are instances that run as containers, and the manager runs none. Start it with"
                    + " manager.docker.host.");
        }
        List<String> all = new ArrayList<>();
        problems.forEach(problem -> all.add(problem.asText()));
        return all;
    }

    private List<String> kills() {
        List<String> problems = new ArrayList<>();
        line.get("/v1/status")
                .get("holding")
                .forEach(kill -> problems.add(
                        "Orders are stopped by " + kill.get("setBy").asText() + " since "
                                + kill.get("setAt").asText() + ": "
                                + kill.get("why").asText() + ". End it: meridian release --kill "
                                + kill.get("id").asText() + "."));
        return problems;
    }

    private List<String> waiting() {
        List<String> problems = new ArrayList<>();
        for (JsonNode grant : ListCommand.all(line, "/v1/grants?state=REQUESTED")) {
            Instant since = Instant.parse(grant.get("requestedAt").asText());
            if (since.plus(LONG_WAIT).isBefore(Instant.now())) {
                problems.add(grant.get("id").asText() + " of "
                        + grant.get("instance").asText() + " waits since " + since + ". Decide: meridian grants review "
                        + grant.get("id").asText() + ".");
            }
        }
        return problems;
    }

    private List<String> unreviewed() {
        List<String> problems = new ArrayList<>();
        for (JsonNode grant : ListCommand.all(line, "/v1/grants?state=ACTIVE")) {
            if (grant.get("emergency").asBoolean()) {
                problems.add(grant.get("id").asText() + " of "
                        + grant.get("instance").asText() + " is an emergency, in force until "
                        + grant.get("until").asText() + ".");
            } else if (grant.get("approvals").isEmpty()) {
                problems.add(grant.get("id").asText() + " of "
                        + grant.get("instance").asText() + " was approved by nobody. Revoke it, and request it again.");
            }
        }
        return problems;
    }

    private List<String> versions() {
        return ListCommand.all(line, "/v1/instances").stream()
                .filter(instance -> instance.get("version").asText().contains("+d"))
                .map(instance -> instance.get("name").asText() + " runs "
                        + instance.get("version").asText()
                        + ", which was made in development. Register a version of its own.")
                .toList();
    }

    private List<String> backups() {
        List<JsonNode> all = ListCommand.all(line, "/v1/backups");
        if (all.isEmpty()) {
            return List.of("There is no backup. Make one: meridian backup; and leave manager.backup.every above 0s.");
        }
        Instant latest = Instant.parse(all.getFirst().get("at").asText());
        return latest.plus(OLD_BACKUP).isBefore(Instant.now())
                ? List.of("The latest backup is of " + latest + ". Look into the manager's log why.")
                : List.of();
    }

    private List<String> passwords() {
        List<String> problems = new ArrayList<>();
        Path first = line.folder().resolve("first-password");
        if (Files.exists(first)) {
            problems.add("The first password still lies in " + first + ". Change it, and delete the file.");
        }
        for (JsonNode account : ListCommand.all(line, "/v1/accounts")) {
            String name = account.get("name").asText();
            if (account.get("disabledAt").isNull()
                    && (name.equals(FirstAccounts.DEV) || name.equals(FirstAccounts.DEV_APPROVER))) {
                problems.add(
                        "The account '" + name + "' is for development. Disable it: PATCH /v1/accounts/" + name + ".");
            }
        }
        return problems;
    }

    private void check(String what, Check check) {
        try {
            say(what, check.problems());
        } catch (CommandException wrong) {
            say(what, List.of(wrong.getMessage()));
        }
    }

    private void say(String what, List<String> problems) {
        failed |= !problems.isEmpty();
        if (line.isJson()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("check", what);
            fields.put("good", problems.isEmpty());
            fields.put("problems", problems);
            Output.out().println(Json.of(fields));
            return;
        }
        String mark = problems.isEmpty() ? shades.good("ok     ") : shades.bad("wrong  ");
        Output.out().println(mark + String.format("%-24s", what) + (problems.isEmpty() ? "" : problems.getFirst()));
        problems.stream().skip(1).forEach(more -> Output.out().println(" ".repeat(31) + more));
    }
}
