package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.audit.log.ClockFacts;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.Alone;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.kernel.TradingMessages;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.FillEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What alerts watch for is broken for real, side by side in one stack, and each alert fires within its time. Expressions are those of the rules, and so is how
 * long an alert waits when that is less than a minute. A minute is a third here (MeridianKernelMissing, MeridianConsumerLag, MeridianBusLatencyOverBudget,
 * MeridianOrderRejectRatio, MeridianManagerSlow); five and ten minutes are a thirtieth (MeridianHeapNearlyFull, MeridianClockFreeRunning).
 */
@Tag("server")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class AlertFaultsSystemTest extends StackTerminals {
    /** Each with the longest time until it fires: what the rule waits for, what the fault itself takes to show, and as much again as a busy machine may take. */
    static final Map<String, Integer> WITHIN = within();

    private static final String VICTIM = "victim";
    private static final String BOOK = "book";
    private static final String SECOND = "audit-second";
    /** Makes a process believe another time. */
    static final Path CLOCK = library("faketime/libfaketime.so.1");

    /** What a recorder does not take within this time is lost to it. Whoever is on the bus must know. */
    private static final Map<String, String> KEEPS = Map.of("NATS_STREAM_MAX_AGE", "20s");

    private Victims victims;
    private PostgresServer registry;
    private ClickHouseServer database;
    private Alarms alarms;
    private DueAlerts due;
    private Pulses busPulses;

    private static Map<String, Integer> within() {
        Map<String, Integer> seconds = new LinkedHashMap<>();
        seconds.put("MeridianCertificateEnds", 60);
        // A sidecar takes up to 10 s until it is sure that its plugin is gone; then 30 s.
        seconds.put("MeridianPluginDown", 90);
        // Until the plugin runs, 5 s without a heartbeat, then 15 s.
        seconds.put("MeridianPluginSilent", 90);
        seconds.put("MeridianSidecarDown", 70);
        // Three starts and the pauses before them, a second and two; and five, with pauses of 15 s together.
        seconds.put("MeridianPluginCrashLoop", 90);
        seconds.put("MeridianInstanceQuarantined", 140);
        // Until there is over one a second within a minute; then 30 s.
        seconds.put("MeridianDenialSpike", 90);
        // Until the way to the plugin is full for half of a minute, then 20 s; and 30 s.
        seconds.put("MeridianConsumerLag", 130);
        seconds.put("MeridianMessagesLost", 120);
        seconds.put("MeridianDeadLetters", 75);
        // Until the strategy buys.
        seconds.put("MeridianLimitNear", 90);
        seconds.put("MeridianLimitBreached", 60);
        // Until more than a fifth of a minute's orders are rejected; then 20 s.
        seconds.put("MeridianOrderRejectRatio", 130);
        seconds.put("MeridianReconciliationBreak", 75);
        // Until more than a hundredth of a minute's messages are late; then 20 s.
        seconds.put("MeridianBusLatencyOverBudget", 70);
        // Until a seventh of all messages since the stack began was late.
        seconds.put("MeridianLatencyObjectiveBurn", 110);
        // The writer hears of it with its next batch; then 30 s.
        seconds.put("MeridianStoreAway", 75);
        // Rows go to the spool when they have waited for some seconds; then 30 s.
        seconds.put("MeridianSpoolGrowing", 90);
        seconds.put("MeridianStoreLag", 75);
        seconds.put("MeridianSpoolNearlyFull", 150);
        // 30 s without a checkpoint.
        seconds.put("MeridianAuditCheckpointStale", 70);
        // The recorder does not answer: 5 s, then 30 s.
        seconds.put("MeridianServiceDown", 75);
        seconds.put("MeridianAuditGap", 40);
        seconds.put("MeridianAuditTroubled", 75);
        seconds.put("MeridianClockDrift", 30);
        seconds.put("MeridianHeapNearlyFull", 60);
        seconds.put("MeridianKillEngaged", 30);
        seconds.put("MeridianKernelMissing", 60);
        // Three probes of a silent connection, 5 s each; then 15 s.
        seconds.put("MeridianEngineAway", 80);
        // A question to it ends after 10 s; then 30 s. A pass is over 5 s; then 20 s.
        seconds.put("MeridianManagerDatabaseAway", 80);
        seconds.put("MeridianManagerSlow", 80);
        return seconds;
    }

    /** One of this machine's, whatever it is called by its processors. */
    private static Path library(String name) {
        return Path.of(
                        "/usr/lib",
                        System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu")
                .resolve(name);
    }

    @Test
    void shouldFireEachAlertWhenWhatItWatchesIsBroken() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, missing);
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        assumeTrue(Files.exists(CLOCK), "libfaketime is not there; ./test.sh says why");
        victims = new Victims(folder(), outputs, KEEPS);
        registry = PostgresServer.in(outputs.resolve("postgres")).plain().start();
        database = ClickHouseServer.in(outputs.resolve("clickhouse")).start();
        Process up = start(
                "launch_dev.sh", environment(), "--name", stack, "--rate", "100", "--no-store", "--no-ui", "--json");
        long beganNs = System.nanoTime();
        try {
            Path port = ManagerSettings.port(folder().data().resolve("manager"));
            await(() -> folder().processes().containsKey(Stack.WATCH), "the stack is not up");
            victims.startStore(database);
            startSecondRecorder();
            victims.startPlugin(VICTIM, REPOSITORY.resolve("examples/hello-strategy"));
            try (Alarms watching =
                            Alarms.watch(outputs, Files.readString(port).strip(), AlertFaultsSystemTest::sooner);
                    DueAlerts looking = new DueAlerts(watching, WITHIN)) {
                alarms = watching;
                due = looking;
                due.faultFromTheStart("MeridianCertificateEnds");
                // Kernel, manager and audit; six plugins; and the three from here.
                until(60, "not all processes answer", () -> alarms.allAnswer(12));
                Alarms.say("everything runs after", beganNs);
                breakWhatIsBeside();
                breakTrading();
                revokeWhatIsUsed();
                breakPlugins();
                breakTheWhole();
                due.awaitAll();
                tellOfTheClockAsItIs();
                tell();
                Alarms.say("all alerts fired after", beganNs);
            }
        } catch (Exception | AssertionError failed) {
            failed.addSuppressed(new AssertionError(Files.readString(outputs.resolve("err1")) + victims.said()));
            throw failed;
        } finally {
            mend();
            launch(Map.of(), "down", "--name", stack);
            registry.close();
            database.close();
            assertTrue(up.waitFor(60, TimeUnit.SECONDS), "the launcher goes on after down");
        }
    }

    private static String sooner(String rules) {
        return rules.replace("for: 1m\n", "for: 20s\n")
                .replace("for: 5m\n", "for: 10s\n")
                .replace("for: 10m\n", "for: 20s\n");
    }

    private Map<String, String> environment() throws Exception {
        Map<String, String> environment = new TreeMap<>(KEEPS);
        environment.putAll(Map.of(
                "BUS_BACKEND",
                "nats",
                "MANAGER_DATABASE_URL",
                registry.url(),
                "MANAGER_DATABASE_USER",
                PostgresServer.NAME,
                "MANAGER_DATABASE_PASSWORD",
                PostgresServer.NAME,
                "KAFKA_SSL_TRUSTSTORE",
                ShortCertificate.in(outputs).toString()));
        return environment;
    }

    /** A log of its own, on a clock that can be set and in a heap that is small. */
    private void startSecondRecorder() throws IOException {
        setSecondClock("+0");
        victims.startService(
                SECOND,
                Map.of(
                        "LD_PRELOAD", CLOCK.toString(),
                        "FAKETIME_TIMESTAMP_FILE", outputs.resolve("clock").toString(),
                        "FAKETIME_NO_CACHE", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "_JAVA_OPTIONS", "-Xmx96m -Xmn8m"),
                "audit",
                "record",
                "--dir",
                outputs.resolve("second").toString(),
                "--set",
                "audit.shard=second");
    }

    private void setSecondClock(String offset) throws IOException {
        Path whole = Files.writeString(outputs.resolve("clock.new"), offset + "\n");
        Files.move(whole, outputs.resolve("clock"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void breakWhatIsBeside() throws Exception {
        nothingIsWrongYet();
        database.close();
        due.fault("MeridianStoreAway", "MeridianSpoolGrowing", "MeridianStoreLag", "MeridianSpoolNearlyFull");
        signal("STOP", Stack.AUDIT);
        due.fault("MeridianAuditCheckpointStale", "MeridianServiceDown");
        setSecondClock("-10");
        due.fault("MeridianClockDrift");
        Path place = outputs.resolve("second-second");
        Files.move(place, outputs.resolve("second-gone"));
        Files.createFile(place);
        due.fault("MeridianAuditTroubled");
        victims.process(VICTIM).destroyForcibly();
        due.fault("MeridianPluginDown");
        due.fault("MeridianPluginSilent", "MeridianConsumerLag", "MeridianMessagesLost", "MeridianDeadLetters");
        Path project = TroubledPlugin.project(outputs.resolve("troubled"));
        victims.startPlugin(TroubledPlugin.SLOW, project);
        victims.startPlugin(TroubledPlugin.STUCK, project);
    }

    /** It goes on with what it was granted when it began. */
    private void revokeWhatIsUsed() throws Exception {
        until(
                40,
                "the plugin does not publish",
                () -> !alarms.prometheus()
                        .query("meridian_bus_published_total{plugin=\"" + TroubledPlugin.SLOW + "\"} > 2")
                        .isEmpty());
        victims.revoke(TroubledPlugin.SLOW, TroubledPlugin.WISH);
        due.fault("MeridianDenialSpike");
    }

    private void nothingIsWrongYet() throws IOException {
        Set<String> wrong = new TreeSet<>(alarms.firing());
        assertTrue(wrong.remove("MeridianDeadMansSwitch"), wrong::toString);
        wrong.removeAll(Set.of("MeridianCertificateEnds", "MeridianClockFreeRunning"));
        wrong.removeAll(DueAlerts.OF_A_BUSY_MACHINE);
        assertEquals(Set.of(), wrong);
    }

    private void breakTrading() throws Exception {
        limit("POSITION", "--hard", "100", "--soft", "50");
        due.fault("MeridianLimitNear");
        due.await("MeridianLimitNear");
        limit("MESSAGE_RATE", "--hard", "1", "--window", "10");
        due.fault("MeridianLimitBreached", "MeridianOrderRejectRatio");
        tellOfAFillThatIsNone();
        due.fault("MeridianReconciliationBreak");
        busPulses = Pulses.of(processOf("nats"), 300, 500);
        due.fault("MeridianBusLatencyOverBudget", "MeridianLatencyObjectiveBurn");
    }

    private void limit(String rule, String... options) throws Exception {
        String[] command = new String[options.length + 9];
        System.arraycopy(
                new String[] {"desk", "limit", rule, "--by", "anna", "--wait", "30", "--name", stack},
                0,
                command,
                0,
                9);
        System.arraycopy(options, 0, command, 9, options.length);
        Run run = run("meridian", KEEPS, command);
        assertEquals(0, run.exit(), run::toString);
    }

    /** By somebody who says that he is the kernel. */
    private void tellOfAFillThatIsNone() {
        TradingMessages message = new TradingMessages();
        message.fill("none-1", "none", "hello", "AAPL", "XNAS", "7", "100");
        try (Bus bus = new BusOptions().with(folder().environment()).with(KEEPS).open(new Notices(Output.err()))) {
            bus.awaitConnected(Alarms.ns(20));
            Publisher publisher = bus.publisher(PublisherSpec.durable("platform.oms.event.hello")
                    .schema(FillEncoder.TEMPLATE_ID, Schemas.TRADING_VERSION));
            byte[] bytes = message.bytes();
            assertTrue(publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
            assertTrue(publisher.drain(Alarms.ns(20)));
        }
    }

    private ProcessHandle processOf(String process) {
        return folder().processes().get(process).orElseThrow();
    }

    private void breakPlugins() throws Exception {
        due.await("MeridianAuditTroubled", "MeridianClockDrift");
        HeapLeak.into(victims.process(SECOND), outputs);
        due.fault("MeridianHeapNearlyFull");
        due.await("MeridianHeapNearlyFull");
        // It does little but collect garbage now, and takes the machine from the others.
        victims.process(SECOND).destroyForcibly();
        due.await("MeridianReconciliationBreak");
        due.fault("MeridianPluginCrashLoop", "MeridianInstanceQuarantined");
        Thread killer = Thread.ofVirtual().start(this::killTheBookAgainAndAgain);
        due.await("MeridianPluginSilent");
        victims.process(TroubledPlugin.STUCK + PluginPair.SIDECAR).destroyForcibly();
        due.fault("MeridianSidecarDown");
        due.await("MeridianServiceDown", "MeridianAuditCheckpointStale");
        signal("CONT", Stack.AUDIT);
        due.fault("MeridianAuditGap");
        due.await("MeridianInstanceQuarantined");
        killer.interrupt();
    }

    private void killTheBookAgainAndAgain() {
        try {
            while (true) {
                folder().managed().getOrDefault(BOOK, Optional.empty()).ifPresent(ProcessHandle::destroyForcibly);
                TimeUnit.MILLISECONDS.sleep(300);
            }
        } catch (InterruptedException enough) {
            // It is in quarantine.
        }
    }

    /** What takes the figures away that other alerts stand on. */
    private void breakTheWhole() throws Exception {
        due.await(
                "MeridianOrderRejectRatio",
                "MeridianLimitNear",
                "MeridianLimitBreached",
                "MeridianBusLatencyOverBudget",
                "MeridianLatencyObjectiveBurn");
        busPulses.end();
        // It says that a sidecar does not answer: one was killed.
        run("meridian", KEEPS, "kill", "--all", "--by", "anna", "--reason", "a test", "--name", stack);
        due.fault("MeridianKillEngaged");
        due.await("MeridianKillEngaged");
        Files.delete(folder().services().resolve("kernel.http.port"));
        due.fault("MeridianKernelMissing");
        registry.pause();
        due.fault("MeridianManagerDatabaseAway", "MeridianManagerSlow");
        due.await("MeridianAuditGap", "MeridianConsumerLag", "MeridianMessagesLost", "MeridianSpoolNearlyFull");
        signal("STOP", "nats");
        due.fault("MeridianEngineAway");
    }

    /** The clock belongs to the whole machine: nothing may be taken from it here. */
    private void tellOfTheClockAsItIs() throws IOException {
        boolean isFree = new ClockFacts().state() == ClockFacts.FREE_RUNNING;
        assertEquals(isFree, alarms.firing().contains("MeridianClockFreeRunning"));
    }

    private void tell() throws Exception {
        for (String message : Set.of(
                "/alive MeridianDeadMansSwitch firing",
                "/on-call MeridianKillEngaged firing",
                "/on-call MeridianPluginDown firing",
                "/on-call MeridianStoreAway firing",
                "/by-day MeridianDenialSpike firing")) {
            alarms.awaitTold(message);
        }
        assertFalse(
                alarms.prometheus()
                        .query("ALERTS{alertname=\"MeridianPluginDown\",alertstate=\"firing\",plugin=\"" + VICTIM
                                + "\"}")
                        .isEmpty(),
                "it does not name the plugin that was killed");
        assertTrue(alarms.held().contains("MeridianDeadMansSwitch"));
        alarms.prometheus().close();
        until(
                60,
                "the dead-man's switch holds though Prometheus is gone",
                () -> !alarms.held().contains("MeridianDeadMansSwitch"));
    }

    /** So that all can end in good order. */
    private void mend() throws Exception {
        if (busPulses != null) {
            busPulses.end();
        }
        signal("CONT", Stack.AUDIT);
        signal("CONT", "nats");
        registry.resume();
        victims.close();
    }
}
