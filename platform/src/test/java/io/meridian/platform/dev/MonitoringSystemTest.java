package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.monitoring.AllFigures;
import io.meridian.platform.monitoring.Dashboard;
import io.meridian.platform.monitoring.Dashboards;
import io.meridian.platform.monitoring.RuleFiles;
import io.meridian.platform.monitoring.RuleFiles.Rule;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real Prometheus and a real Alertmanager watch a real development stack; then things break. The files are those of the folder {@code monitoring}: only
 * addresses are others, and figures and rules are looked at every two seconds instead of every ten. How long an alert waits is as it stands there.
 */
@Tag("server")
@Timeout(value = 420, unit = TimeUnit.SECONDS)
final class MonitoringSystemTest extends StackTerminals {
    private static final int SIDECARS = 7;
    private static final String VICTIM = "victim";
    private static final Pattern NAME = Pattern.compile("(?<![\\w:])(meridian_\\w+|\\w+:[\\w:]+)");
    /** Each with the longest time until it fires: what the rule waits for, what the fault itself takes to show, and a look or two. */
    private static final Map<String, Integer> FAULTS = faults();

    private PrometheusServer prometheus;
    private Process plugin;

    private static Map<String, Integer> faults() {
        Map<String, Integer> seconds = new LinkedHashMap<>();
        // Set at once, and looked at.
        seconds.put("MeridianKillEngaged", 15);
        // A sidecar takes up to 10 s until it is sure that its plugin is gone; then 30 s.
        seconds.put("MeridianPluginDown", 60);
        // The writer hears of it with its next batch; then 30 s.
        seconds.put("MeridianStoreAway", 60);
        // Rows go to the spool when they have waited for some seconds; then 30 s.
        seconds.put("MeridianSpoolGrowing", 75);
        // 30 s without a checkpoint.
        seconds.put("MeridianAuditCheckpointStale", 50);
        // The recorder does not answer: 5 s, then 30 s.
        seconds.put("MeridianServiceDown", 60);
        return seconds;
    }

    @Test
    void shouldWatchAStackAndTellOfWhatBreaks() throws Exception {
        assumeTrue(
                PrometheusServer.isInstalled("prometheus", "prometheus-alertmanager"),
                "Prometheus is not there; ./test.sh says why");
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, missing);
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        Process up = start(
                "launch_dev.sh",
                // Nobody is there, and what is counted then is shown.
                Map.of("BUS_BACKEND", "nats", "OTEL_ENDPOINT", "http://127.0.0.1:1"),
                "--name",
                stack,
                "--rate",
                "100",
                "--no-store",
                "--json");
        Process store = null;
        PluginPair pair = null;
        try (ClickHouseServer database =
                        ClickHouseServer.in(outputs.resolve("clickhouse")).start();
                AlertReceiver receiver = new AlertReceiver()) {
            Path port = ManagerSettings.port(folder().data().resolve("manager"));
            await(
                    () -> Files.exists(port) && Files.exists(folder().services().resolve("pages.http.port")),
                    "the stack is not up");
            store = startStore(database);
            pair = startVictim();
            try (PrometheusServer alertmanager = alertmanager(receiver);
                    PrometheusServer started = prometheus(Files.readString(port).strip(), alertmanager)) {
                prometheus = started;
                until(
                        60,
                        "all processes answer",
                        () -> targets().size() == 6 + SIDECARS
                                && targets().stream()
                                        .allMatch(target ->
                                                target.path("health").asText().equals("up")));
                long beganNs = System.nanoTime();
                eachExpressionGivesData();
                everyFigureIsShown();
                nothingIsWrongYet();
                say("every expression gave data after", beganNs);
                breakThings(database);
                told(receiver);
            }
        } catch (Exception | AssertionError failed) {
            failed.addSuppressed(new AssertionError(said()));
            throw failed;
        } finally {
            signal("CONT", Stack.AUDIT);
            if (pair != null) {
                pair.close();
            }
            if (store != null) {
                store.destroyForcibly().waitFor();
            }
            launch(Map.of(), "down", "--name", stack);
            assertTrue(up.waitFor(60, TimeUnit.SECONDS), "the launcher goes on after down");
        }
    }

    /** What the launcher and the store said. */
    private String said() throws IOException {
        Path store = outputs.resolve("store.log");
        return Files.readString(outputs.resolve("err1")) + (Files.exists(store) ? Files.readString(store) : "");
    }

    private Process startStore(ClickHouseServer database) throws Exception {
        Map<String, String> environment = new TreeMap<>(folder().environment());
        environment.putAll(Map.of(
                "STORAGE_BACKEND",
                "clickhouse",
                "STORAGE_URL",
                database.url(),
                "STORAGE_USER",
                ClickHouseServer.NAME,
                "STORAGE_PASSWORD",
                ClickHouseServer.NAME,
                "STORAGE_SPOOL_DIR",
                outputs.resolve("spool").toString(),
                "METRICS_DIR",
                folder().services().toString()));
        return ServiceProcess.start(environment, outputs.resolve("store.log"), "store");
    }

    /** One more plugin beside its sidecar, which nobody starts again. */
    private PluginPair startVictim() {
        PluginPair.Plan plan = new PluginPair.Plan(
                new PluginProject(REPOSITORY.resolve("examples/hello-strategy")),
                VICTIM,
                folder().sidecar(VICTIM),
                folder().environment(),
                Map.of(),
                null);
        return PluginPair.start(
                plan,
                (name, directory, environment, command) -> {
                    ProcessBuilder builder = new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(outputs.resolve(name + ".log").toFile());
                    builder.environment().clear();
                    builder.environment().putAll(environment);
                    try {
                        Process process = builder.start();
                        if (name.equals(VICTIM)) {
                            plugin = process;
                        }
                        return process;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                StopSignal.install());
    }

    private PrometheusServer alertmanager(AlertReceiver receiver) throws IOException {
        Path config = outputs.resolve("alertmanager.yml");
        Files.writeString(
                config,
                Files.readString(RuleFiles.FOLDER.resolve("alertmanager.example.yml"))
                        .replace("127.0.0.1:9080", "127.0.0.1:" + receiver.port())
                        .replace("group_wait: 10s", "group_wait: 1s"));
        PrometheusServer server = PrometheusServer.alertmanager(outputs, config);
        await(server::isReady, "Alertmanager is not ready");
        return server;
    }

    private PrometheusServer prometheus(String managerPort, PrometheusServer alertmanager) throws IOException {
        Path folder = Files.createDirectories(outputs.resolve("monitoring/rules"));
        for (String file : List.of("recording.yml", "alerts.yml")) {
            Files.copy(RuleFiles.FOLDER.resolve("rules").resolve(file), folder.resolve(file));
        }
        Path config = folder.resolveSibling("prometheus.yml");
        String text = Files.readString(RuleFiles.FOLDER.resolve("prometheus.yml"));
        assertEquals(4, text.split("127.0.0.1:7400|interval: 10s", -1).length - 1, text);
        Files.writeString(
                config,
                text.replace("127.0.0.1:7400", "127.0.0.1:" + managerPort)
                        .replace("127.0.0.1:9093", "127.0.0.1:" + alertmanager.port())
                        .replace("interval: 10s", "interval: 2s")
                        .replace("scrape_timeout: 5s", "scrape_timeout: 2s"));
        PrometheusServer server = PrometheusServer.prometheus(outputs, config);
        await(server::isReady, "Prometheus is not ready");
        return server;
    }

    private List<JsonNode> targets() throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        prometheus.ask("/api/v1/targets").path("activeTargets").forEach(targets::add);
        return targets;
    }

    private static String concrete(String expression) {
        return expression.replace("$deployment", ".*").replace("$plugin", ".*").replace("$__rate_interval", "1m");
    }

    private void eachExpressionGivesData() throws Exception {
        Set<String> expressions = new TreeSet<>();
        for (Dashboard dashboard : Dashboards.all()) {
            dashboard.expressions().forEach(expression -> expressions.add(concrete(expression)));
        }
        for (Rule rule : RuleFiles.rules()) {
            if (!rule.isAlert()) {
                expressions.add(rule.expression());
            }
        }
        until(90, () -> "no data: " + String.join("\n", expressions), () -> {
            expressions.removeIf(this::givesData);
            return expressions.isEmpty();
        });
        // Alerts are empty while all is well; what they ask for must be there.
        for (Rule rule : RuleFiles.rules()) {
            prometheus.query(rule.expression());
            Matcher names = NAME.matcher(rule.expression());
            while (names.find()) {
                String name = names.group();
                assertTrue(givesData(name), rule.name() + " asks for " + name);
            }
        }
    }

    private boolean givesData(String expression) {
        try {
            return !prometheus.query(expression).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is declared is shown, and what is shown is declared. */
    private void everyFigureIsShown() throws IOException {
        Set<String> shown = new TreeSet<>();
        prometheus.ask("/api/v1/label/__name__/values").forEach(name -> {
            if (name.asText().startsWith("meridian_")) {
                shown.add(name.asText());
            }
        });
        Set<String> declared = new TreeSet<>(AllFigures.seriesNames());
        assertEquals(declared, shown);
    }

    private void nothingIsWrongYet() throws IOException {
        assertTrue(firing().contains("MeridianDeadMansSwitch"), firing()::toString);
        Set<String> wrong = new TreeSet<>(firing());
        wrong.retainAll(FAULTS.keySet());
        assertEquals(Set.of(), wrong);
    }

    private Set<String> firing() throws IOException {
        Set<String> firing = new TreeSet<>();
        prometheus.ask("/api/v1/alerts").path("alerts").forEach(alert -> {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(alert.at("/labels/alertname").asText());
            }
        });
        return firing;
    }

    private void breakThings(ClickHouseServer database) throws Exception {
        long brokenNs = System.nanoTime();
        plugin.destroyForcibly();
        signal("STOP", Stack.AUDIT);
        database.close();
        Run kill = run("meridian", Map.of(), "kill", "--all", "--by", "anna", "--reason", "a test", "--name", stack);
        long killedNs = System.nanoTime();
        assertEquals(0, kill.exit(), kill::toString);
        Map<String, Integer> due = new LinkedHashMap<>(FAULTS);
        while (!due.isEmpty()) {
            Set<String> firing = firing();
            due.keySet().removeIf(alert -> {
                if (firing.contains(alert)) {
                    say(alert + " fires after", alert.equals("MeridianKillEngaged") ? killedNs : brokenNs);
                }
                return firing.contains(alert);
            });
            for (Map.Entry<String, Integer> alert : due.entrySet()) {
                long sinceNs = System.nanoTime() - (alert.getKey().equals("MeridianKillEngaged") ? killedNs : brokenNs);
                assertTrue(
                        sinceNs < TimeUnit.SECONDS.toNanos(alert.getValue()),
                        alert.getKey() + " does not fire within " + alert.getValue() + " s; " + firing);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        assertTrue(
                !prometheus
                        .query("ALERTS{alertname=\"MeridianPluginDown\",alertstate=\"firing\",plugin=\"" + VICTIM
                                + "\"}")
                        .isEmpty(),
                "it names the plugin that was killed");
    }

    private static void told(AlertReceiver receiver) throws Exception {
        for (String message : List.of(
                "/alive MeridianDeadMansSwitch firing",
                "/on-call MeridianKillEngaged firing",
                "/on-call MeridianPluginDown firing",
                "/on-call MeridianStoreAway firing")) {
            until(
                    40,
                    () -> message + " is not among " + receiver.heard(),
                    () -> receiver.heard().contains(message));
        }
    }

    private void signal(String signal, String process) throws Exception {
        ProcessHandle handle =
                folder().processes().getOrDefault(process, Optional.empty()).orElse(null);
        if (handle != null) {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + signal, String.valueOf(handle.pid()))
                            .start()
                            .waitFor());
        }
    }

    private static void say(String what, long sinceNs) {
        System.out.printf("monitoring: %s %.1f s%n", what, (System.nanoTime() - sinceNs) / 1e9);
    }

    private static void until(int seconds, String what, Callable<Boolean> condition) throws Exception {
        until(seconds, () -> what, condition);
    }

    private static void until(int seconds, Supplier<String> what, Callable<Boolean> condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.call()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, what::get);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }
}
