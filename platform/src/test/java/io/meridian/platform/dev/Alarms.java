package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.monitoring.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A real Prometheus and a real Alertmanager that watch a stack. The files are those of the folder {@code monitoring}: only addresses are others, and figures
 * and rules are looked at every two seconds instead of every ten.
 */
final class Alarms implements AutoCloseable {
    private final AlertReceiver receiver;
    private final PrometheusServer alertmanager;
    private final PrometheusServer prometheus;

    private Alarms(AlertReceiver receiver, PrometheusServer alertmanager, PrometheusServer prometheus) {
        this.receiver = receiver;
        this.alertmanager = alertmanager;
        this.prometheus = prometheus;
    }

    static boolean canRing() {
        return PrometheusServer.isInstalled("prometheus", "prometheus-alertmanager");
    }

    /**
     * Starts both.
     *
     * @param folder for what they write
     * @param rules makes of the alerts in the file those that are loaded
     */
    static Alarms watch(Path folder, String managerPort, UnaryOperator<String> rules) throws IOException {
        AlertReceiver receiver = new AlertReceiver();
        PrometheusServer alertmanager = null;
        try {
            alertmanager = alertmanager(folder, receiver);
            return new Alarms(receiver, alertmanager, prometheus(folder, managerPort, alertmanager, rules));
        } catch (IOException | AssertionError failed) {
            if (alertmanager != null) {
                alertmanager.close();
            }
            receiver.close();
            throw failed;
        }
    }

    private static PrometheusServer alertmanager(Path folder, AlertReceiver receiver) throws IOException {
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(
                config,
                Files.readString(RuleFiles.FOLDER.resolve("alertmanager.example.yml"))
                        .replace("127.0.0.1:9080", "127.0.0.1:" + receiver.port())
                        .replace("group_wait: 10s", "group_wait: 1s"));
        PrometheusServer server = PrometheusServer.alertmanager(folder, config);
        StackTerminals.await(server::isReady, "Alertmanager is not ready");
        return server;
    }

    private static PrometheusServer prometheus(
            Path folder, String managerPort, PrometheusServer alertmanager, UnaryOperator<String> rules)
            throws IOException {
        Path files = Files.createDirectories(folder.resolve("monitoring/rules"));
        Path original = RuleFiles.FOLDER.resolve("rules");
        Files.copy(original.resolve("recording.yml"), files.resolve("recording.yml"));
        Files.writeString(files.resolve("alerts.yml"), rules.apply(Files.readString(original.resolve("alerts.yml"))));
        Path config = files.resolveSibling("prometheus.yml");
        String text = Files.readString(RuleFiles.FOLDER.resolve("prometheus.yml"));
        assertEquals(4, text.split("127.0.0.1:7400|interval: 10s", -1).length - 1, text);
        Files.writeString(
                config,
                text.replace("127.0.0.1:7400", "127.0.0.1:" + managerPort)
                        .replace("127.0.0.1:9093", "127.0.0.1:" + alertmanager.port())
                        .replace("interval: 10s", "interval: 2s")
                        .replace("scrape_timeout: 5s", "scrape_timeout: 2s"));
        PrometheusServer server = PrometheusServer.prometheus(folder, config);
        StackTerminals.await(server::isReady, "Prometheus is not ready");
        return server;
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    List<JsonNode> targets() throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        prometheus.ask("/api/v1/targets").path("data").path("activeTargets").forEach(targets::add);
        return targets;
    }

    /** Whether Prometheus has an answer of each process that it knows, and knows so many at least. */
    boolean allAnswer(int least) throws IOException {
        List<JsonNode> targets = targets();
        return targets.size() >= least
                && targets.stream()
                        .allMatch(target -> target.path("health").asText().equals("up"));
    }

    /** The names of the alerts that fire. */
    Set<String> firing() throws IOException {
        Set<String> firing = new TreeSet<>();
        prometheus.ask("/api/v1/alerts").path("data").path("alerts").forEach(alert -> {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(alert.at("/labels/alertname").asText());
            }
        });
        return firing;
    }

    /** What Alertmanager holds to be firing; it forgets what Prometheus does not say again. */
    Set<String> held() throws IOException {
        Set<String> held = new TreeSet<>();
        alertmanager
                .ask("/api/v2/alerts")
                .forEach(alert -> held.add(alert.at("/labels/alertname").asText()));
        return held;
    }

    /** Waits until somebody was told, as {@link AlertReceiver#heard} has it. */
    void awaitTold(String message) throws Exception {
        StackTerminals.until(
                40,
                () -> message + " is not among " + receiver.heard(),
                () -> receiver.heard().contains(message));
    }

    static void say(String what, long sinceNs) {
        System.out.printf("monitoring: %s %.1f s%n", what, (System.nanoTime() - sinceNs) / 1e9);
    }

    static long ns(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
        receiver.close();
    }
}
