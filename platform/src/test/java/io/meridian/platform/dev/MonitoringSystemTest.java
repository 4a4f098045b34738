package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.platform.Alone;
import io.meridian.platform.cluster.VotingNodes;
import io.meridian.platform.monitoring.AllFigures;
import io.meridian.platform.monitoring.Dashboard;
import io.meridian.platform.monitoring.Dashboards;
import io.meridian.platform.monitoring.RuleFiles;
import io.meridian.platform.monitoring.RuleFiles.Rule;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Prometheus watches a real development stack in which nothing is wrong: each expression of dashboards and rules gives data, and each figure is there. */
@Tag("server")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class MonitoringSystemTest extends StackTerminals {
    private static final int SERVICES = 6;
    private static final int SIDECARS = 6;
    private static final int NODES = 2;
    private static final Pattern NAME = Pattern.compile("(?<![\\w:])(meridian_\\w+|\\w+:[\\w:]+)");

    private PrometheusServer prometheus;

    @Test
    void shouldGiveDataForEachExpressionWhenAStackRuns() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, missing);
        Process up = start(
                "launch_dev.sh",
                Map.of(
                        "BUS_BACKEND",
                        "nats",
                        "UI_PORT",
                        "0",
                        // Nobody is there, and what is counted then is shown.
                        "OTEL_ENDPOINT",
                        "http://127.0.0.1:1",
                        "KAFKA_SSL_TRUSTSTORE",
                        ShortCertificate.in(outputs).toString()),
                "--name",
                stack,
                "--rate",
                "100",
                "--json");
        try {
            Path port = ManagerSettings.port(folder().data().resolve("manager"));
            await(
                    () -> Files.exists(port) && Files.exists(folder().services().resolve("pages.http.port")),
                    "the stack is not up");
            try (VotingNodes nodes =
                            new VotingNodes(outputs, VotingNodes.seeds(List.of("a", "b")), folder().services());
                    Alarms alarms = Alarms.watch(outputs, Files.readString(port).strip(), rules -> rules)) {
                // A stack has one manager; what a cluster shows is shown by two nodes beside it.
                nodes.start("a");
                nodes.start("b");
                prometheus = alarms.prometheus();
                until(60, "not all processes answer", () -> alarms.allAnswer(SERVICES + SIDECARS + NODES));
                long beganNs = System.nanoTime();
                eachExpressionGivesData();
                everyFigureIsShown();
                Alarms.say("every expression gave data after", beganNs);
            }
        } catch (Exception | AssertionError failed) {
            failed.addSuppressed(new AssertionError(Files.readString(outputs.resolve("err1"))));
            throw failed;
        } finally {
            launch(Map.of(), "down", "--name", stack);
            assertTrue(up.waitFor(60, TimeUnit.SECONDS), "the launcher goes on after down");
        }
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
        prometheus.ask("/api/v1/label/__name__/values").path("data").forEach(name -> {
            if (name.asText().startsWith("meridian_")) {
                shown.add(name.asText());
            }
        });
        Set<String> declared = new TreeSet<>(AllFigures.seriesNames());
        assertEquals(declared, shown);
    }
}
