package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.devservers.NatsServer;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.kernel.TradingMessages;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that has much to decide gets the processor for a few milliseconds now and then, so that it is stopped in the middle of what it decides. */
@Tag("server")
@Tag("long")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class SlowKernelSystemTest {
    /** Until more than a hundredth of a minute's messages took too long; then a minute. */
    static final Map<String, Integer> WITHIN = Map.of("MeridianDecideLatencyOverBudget", 110);

    private static final int STANDS_MS = 100;
    private static final int RUNS_MS = 2;
    private static final int AT_ONCE = 20;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Map<String, String> environment;

    @Test
    void shouldFireWhenTheKernelIsSlow() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        assumeTrue(NatsServer.isInstalled(), "nats-server is not there; ./test.sh says why");
        Path home = folder.resolve("manager");
        Path services = folder.resolve("services");
        try (NatsServer nats = NatsServer.in(folder.resolve("nats"))
                .jetStream(folder.resolve("jetstream"))
                .start()) {
            environment = new TreeMap<>(Map.of(
                    "BUS_BACKEND",
                    "nats",
                    "NATS_URL",
                    nats.url(),
                    "METRICS_DIR",
                    services.toString(),
                    "MANAGER_PORT",
                    "0"));
            start("manager", home);
            Process kernel = start("kernel", folder.resolve("kernel"));
            Path port = ManagerSettings.port(home);
            StackTerminals.await(
                    () -> Files.exists(port) && Files.exists(services.resolve("kernel.http.port")),
                    "the kernel does not run");
            try (Alarms alarms = Alarms.watch(folder, Files.readString(port).strip(), rules -> rules);
                    DueAlerts due = new DueAlerts(alarms, WITHIN)) {
                StackTerminals.until(60, "not both answer", () -> alarms.allAnswer(2));
                Thread orders = Thread.ofPlatform().start(this::order);
                Pulses pulses = Pulses.of(kernel.toHandle(), STANDS_MS, RUNS_MS);
                due.fault("MeridianDecideLatencyOverBudget");
                try {
                    due.awaitAll();
                } finally {
                    pulses.end();
                    orders.interrupt();
                    orders.join();
                }
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private Process start(String service, Path home) throws Exception {
        Process process =
                ServiceProcess.start(environment, folder.resolve(service + ".log"), service, "--dir", home.toString());
        processes.add(process);
        return process;
    }

    /** Some two hundred orders a second, which are refused as there is no such instrument. */
    private void order() {
        TradingMessages message = new TradingMessages();
        try (Bus bus = new BusOptions().with(environment).open(new Notices(Output.err()))) {
            bus.awaitConnected(Alarms.ns(20));
            Publisher publisher = bus.publisher(PublisherSpec.durable("platform.oms.command.alpha"));
            for (int number = 0; !Thread.interrupted(); number++) {
                message.newOrder("order-" + number, "alpha", "NONE", "XNAS", "1");
                byte[] bytes = message.bytes();
                assertTrue(publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
                if (number % AT_ONCE == 0) {
                    TimeUnit.MILLISECONDS.sleep(STANDS_MS);
                }
            }
        } catch (InterruptedException ended) {
            // It was enough.
        }
    }
}
