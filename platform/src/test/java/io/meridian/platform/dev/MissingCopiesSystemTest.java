package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.KafkaBroker;
import io.meridian.platform.Alone;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of two brokers that keep the same messages is killed under a manager. */
@Tag("server")
@Tag("long")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class MissingCopiesSystemTest {
    /** A broker counts as gone after 9 s, and is looked for every 5 s; then a minute. */
    static final Map<String, Integer> WITHIN = Map.of("MeridianBusUnderReplicated", 100);

    @TempDir
    Path folder;

    @Test
    void shouldFireWhenABrokerIsGone() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        assumeTrue(KafkaBroker.isInstalled(), "The jars of the Kafka broker are not there");
        Path home = folder.resolve("manager");
        try (KafkaBroker first = KafkaBroker.in(folder.resolve("1")).start();
                KafkaBroker second =
                        KafkaBroker.in(folder.resolve("2")).joining(first, 2).start()) {
            Process manager = ServiceProcess.start(
                    Map.of(
                            "BUS_BACKEND",
                            "kafka",
                            "KAFKA_BOOTSTRAP",
                            first.bootstrap(),
                            "KAFKA_REPLICATION",
                            "2",
                            "MANAGER_PORT",
                            "0"),
                    folder.resolve("manager.log"),
                    "manager",
                    "--dir",
                    home.toString());
            Path port = ManagerSettings.port(home);
            StackTerminals.await(() -> Files.exists(port), "the manager does not run");
            try (Alarms alarms = Alarms.watch(folder, Files.readString(port).strip(), rules -> rules)) {
                StackTerminals.until(60, "the manager does not answer", () -> alarms.allAnswer(1));
                // What it says of itself is the first message of the deployment.
                StackTerminals.until(
                        60,
                        "no copy is looked at",
                        () -> !alarms.prometheus()
                                .query("meridian_bus_connected == 1 and on(instance) meridian_bus_underreplicated == 0")
                                .isEmpty());
                try (DueAlerts due = new DueAlerts(alarms, WITHIN)) {
                    second.kill();
                    due.fault("MeridianBusUnderReplicated");
                    due.awaitAll();
                }
            } catch (Exception | AssertionError failed) {
                failed.addSuppressed(new AssertionError(Files.readString(folder.resolve("manager.log"))));
                throw failed;
            } finally {
                manager.destroyForcibly().waitFor();
                first.kill();
            }
        }
    }
}
