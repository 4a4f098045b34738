package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.engine.BusEngines;
import io.meridian.platform.Alone;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.manager.StackPlugins;
import io.meridian.platform.plugin.HelloProject;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.stack.StackFolder;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code ./launch_dev.sh} as a person would, on the classes under test. */
@Tag("server")
@Timeout(value = 200, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class DevStackSystemTest extends StackTerminals {
    private static final Pattern RATE = Pattern.compile("\"rate\":(\\d+)");
    private static final Pattern TARGETS =
            Pattern.compile("\"durable\":\\{\"rate\":\\d+,\"bytesPerSecond\":\\d+,\"received\":(\\d+)");

    private static final Pattern FILLS = Pattern.compile("\"fills\":(\\d+)");

    private static final Pattern STORED = Pattern.compile("\"stored\":\\{\"rows\":(\\d+)");
    private static final Pattern ROWS = Pattern.compile("\"rows\":(\\d+)");
    private static final Pattern FILL =
            Pattern.compile("\"symbol\":\"([^\"]+)\"[^\n]*\"side\":\"(BUY|SELL)\"[^\n]*\"quantity\":\"([^\"]+)\"");
    private static final Pattern POSITION =
            Pattern.compile("\"view\":\"TRADE_DATE\"[^\n]*\"symbol\":\"([^\"]+)\"[^\n]*\"quantity\":\"([^\"]+)\"");
    private static final Pattern EVENTS = Pattern.compile("\"events\":(\\d+)");

    private static final Pattern FILLED = Pattern.compile("\"id\":\"([^\"]+)\"[^\n]*\"state\":\"FILLED\"");

    /** On NATS a release does. */
    @ParameterizedTest
    @ValueSource(strings = {"aeron", "kafka"})
    void shouldShowMovingFiguresAndLeaveNothingBehindWhenItsTimeIsOver(String engine) throws Exception {
        assumeTrue(BusEngines.all().stream().anyMatch(found -> found.name().equals(engine)), engine + " is not built");
        String missing = LocalServers.missing(engine);
        assumeTrue(missing == null, () -> missing);
        Path recordings = outputs.resolve("recordings");
        Run run = launch(
                Map.of("BUS_BACKEND", engine),
                "--name",
                stack,
                "--seconds",
                "25",
                "--rate",
                "2000",
                "--record",
                recordings.toString(),
                "--json");
        assertEquals(0, run.exit(), run::toString);
        assertTrue(numbers(RATE, run.out()).stream().filter(rate -> rate > 0).count() >= 5, run::toString);
        assertTrue(numbers(TARGETS, run.out()).getLast() > 0, run::toString);
        assertTrue(numbers(FILLS, run.out()).getLast() > 0, run::toString);
        assertTrue(numbers(STORED, run.out()).getLast() > 0, run::toString);
        assertTrue(run.out().contains("\"books\":{\"hello\":{\"currency\":\"USD\""), run::toString);
        assertNothingIsLeft();
        Run replay = run(
                "meridian",
                Map.of(),
                "replay",
                recordings.resolve("hello.rec").toString(),
                REPOSITORY.resolve("examples/hello-strategy").toString(),
                "--verify");
        assertEquals(0, replay.exit(), replay::toString);
    }

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void shouldEndEverythingWhenToldFromAnotherTerminal() throws Exception {
        Process up =
                start("launch_dev.sh", Map.of("BUS_BACKEND", "aeron"), "--name", stack, "--rate", "1000", "--json");
        awaitRunning("watch");
        Run status = launch(Map.of(), "status", "--name", stack);
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("market-sidecar") && status.out().contains("running"), status::toString);
        Run log = launch(Map.of(), "logs", "hello", "--name", stack);
        assertTrue(log.out().contains("attached as hello"), log::toString);
        String order = shareOutAnOrder();
        followFromTickToBook(order);
        long rows = exportWhatIsStored();
        showAndEraseWhoDidWhat();
        Instant then = Instant.now().minusSeconds(1);
        Run down = launch(Map.of(), "down", "--name", stack);
        assertEquals(0, down.exit(), down::toString);
        assertTrue(up.waitFor(40, TimeUnit.SECONDS), "the launcher goes on after down");
        assertNothingIsLeft();
        assertEquals(1, launch(Map.of(), "status", "--name", stack).exit());
        assertTrue(stored() >= rows, "without the service the command opens the store itself");
        positionsAreTheSumOfFills(then);
        targetsAndTelemetryAreStored();
        backtestOnWhatIsStored();
        proveWhatIsRecorded();
    }

    /** By each of the three observers, while the stack runs. */
    private void followFromTickToBook(String order) throws Exception {
        Run trace = audit(0, "trace", order, "--json");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        // What a strategy decided on is told by the next report of its sidecar.
        while (!beginsWithAQuote(trace) && System.nanoTime() - deadlineNs < 0) {
            trace = audit(0, "trace", order, "--json");
        }
        Run found = trace;
        List<String> hops = found.out().lines().toList();
        assertTrue(beginsWithAQuote(found), found.out());
        for (String topic :
                List.of("portfolio.target", "oms.command", "ems.command", "ccm.XNAS.event", "bor.position")) {
            List<String> of = hops.stream()
                    .filter(hop -> hop.contains("/platform." + topic))
                    .toList();
            assertFalse(of.isEmpty(), () -> topic + found);
            assertTrue(of.stream().anyMatch(hop -> hop.contains("\"after_cause_ns\":")), () -> topic + found);
        }
        assertTrue(hops.getFirst().contains("\"instance\":\"hello\""), found::toString);
        for (String instance : List.of("book", "kernel", "store")) {
            assertTrue(found.out().contains("\"instance\":\"" + instance + "\""), () -> instance + found);
        }
        assertTrue(audit(0, "verify", "--json").out().contains("\"good\":true"));
    }

    private static boolean beginsWithAQuote(Run trace) {
        String first = trace.out().lines().findFirst().orElse("");
        return first.contains("/platform.data.quote.") && first.contains("\"kind\":\"cause\"");
    }

    private void proveWhatIsRecorded() throws Exception {
        String recorder = Files.readString(folder().log("audit"));
        assertFalse(recorder.contains("ALARM") || recorder.contains("NOTICE"), recorder);
        Path export = outputs.resolve("audit-export");
        audit(0, "export", export.toString(), "--topic", "platform.oms.**", "--parquet");
        assertTrue(audit(0, "verify", export.toString()).out().contains("Good: "));
        assertTrue(audit(0, "verify").out().startsWith("Good: "));
        Path log = folder().data().resolve("audit").resolve("%020d.rec".formatted(0));
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
        assertTrue(audit(1, "verify").out().contains("NOT as it was recorded"));
    }

    private void showAndEraseWhoDidWhat() throws Exception {
        String acts = audit(0, "search", "--topic", "platform.control.act.*", "--last", "0")
                .out();
        for (String act : List.of(
                "act.desk/\\d+  \\{\"act\":\"Allocation\".*\"by\":\"anna\".*\"after\":\"taken",
                "act.desk/\\d+  \\{\"act\":\"CashMovement\".*\"by\":\"launcher\"",
                "act.kernel/\\d+  \\{\"act\":\"SERVICE_STARTED\"",
                "act.store/\\d+  \\{\"act\":\"SERVICE_STARTED\"",
                "act.data/\\d+  \\{\"act\":\"DATA_EXPORT\".*\"after\":\"done\"",
                "act.hello/\\d+  \\{\"act\":\"GRANTS_IN_FORCE\".*platform.portfolio.target",
                "act.hello/\\d+  \\{\"act\":\"PLUGIN_ATTACHED\"")) {
            assertTrue(Pattern.compile(act).matcher(acts).find(), () -> act + "\n" + acts);
        }
        audit(0, "erase", "--person", "anna", "--by", "bo", "--reason", "she asked for it");
        await(
                () -> search().contains("\"act\":\"PERSON_ERASED\"") && search().contains("\"by\":\"bo\""),
                "the erasure is on record");
        assertFalse(search().contains("anna"), this::search);
        assertTrue(search().contains("\"by\":\"person:"), this::search);
        assertTrue(audit(0, "verify").out().contains("was erased since"));
        assertTrue(audit(1, "erase", "--person", "anna", "--by", "bo", "--reason", "again")
                .err()
                .contains("stands for 'anna'"));
    }

    private String search() {
        try {
            return audit(0, "search", "--topic", "platform.control.act.*", "--last", "0")
                    .out();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Run audit(int exit, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--name", stack));
        Run run = run("meridian", Map.of(), all.toArray(String[]::new));
        assertEquals(exit, run.exit(), run::toString);
        return run;
    }

    /** There it fills the machine, and whoever asks waits his turn. */
    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void shouldSayWhatIsStoredWhenTheBusIsKafka() throws Exception {
        assumeTrue(BusEngines.all().stream().anyMatch(found -> found.name().equals("kafka")), "kafka is not built");
        String missing = LocalServers.missing("kafka");
        assumeTrue(missing == null, () -> missing);
        start("launch_dev.sh", Map.of("BUS_BACKEND", "kafka"), "--name", stack, "--json");
        awaitRunning("watch");
        assertTrue(stored() > 0);
        assertTrue(show("orders", "--last", "1").contains("order_id"), "no order is shown");
        assertEquals(0, launch(Map.of(), "down", "--name", stack).exit());
        assertNothingIsLeft();
    }

    /** All shares of an instrument together, as an allocation moves them between portfolios. */
    private void positionsAreTheSumOfFills(Instant then) throws Exception {
        Map<String, BigDecimal> traded = new TreeMap<>();
        for (Matcher fill = FILL.matcher(show("fills", "--to", then.plusNanos(1).toString(), "--last", "0"));
                fill.find(); ) {
            BigDecimal quantity = new BigDecimal(fill.group(3));
            traded.merge(fill.group(1), fill.group(2).equals("BUY") ? quantity : quantity.negate(), BigDecimal::add);
        }
        Map<String, BigDecimal> held = new TreeMap<>();
        Matcher position = POSITION.matcher(show("positions", "--as-of", then.toString()));
        while (position.find()) {
            held.merge(position.group(1), new BigDecimal(position.group(2)), BigDecimal::add);
        }
        assertFalse(traded.isEmpty());
        assertEquals(plain(traded), plain(held));
    }

    /** Of a sidecar there is a report at its end at the latest. */
    private void targetsAndTelemetryAreStored() throws Exception {
        String targets = show("targets", "--portfolio", "hello", "--last", "1");
        assertTrue(targets.contains("\"portfolio\":\"hello\""), targets);
        String reports = show("telemetry", "--as-of", "now");
        for (String instance : List.of("market", "hello", "book")) {
            assertTrue(reports.contains("\"instance\":\"" + instance + "\""), reports);
        }
        String latencies = show("latency", "--instance", "hello", "--resolution", "1h");
        assertTrue(latencies.contains("platform.data.quote.{venue}.{symbol}"), latencies);
    }

    private static String plain(Map<String, BigDecimal> quantities) {
        quantities.replaceAll((symbol, quantity) -> quantity.setScale(6));
        return quantities.toString();
    }

    /** While the stack runs, so the service is asked. @return how many rows there were */
    private long exportWhatIsStored() throws Exception {
        Run status = launch(Map.of(), "status", "--name", stack);
        assertTrue(status.out().contains("store "), status::toString);
        Run log = launch(Map.of(), "logs", "store", "--name", stack);
        assertEquals(0, log.exit(), log::toString);
        assertTrue(log.out().contains("ready store"), log::toString);
        long rows = stored();
        Path files = outputs.resolve("exported");
        Run export =
                run("meridian", Map.of(), "data", "export", files.toString(), "--symbols", "AAPL", "--name", stack);
        assertEquals(0, export.exit(), export::toString);
        assertTrue(Files.size(files.resolve("quotes.parquet")) > 0, export::toString);
        return rows;
    }

    private void backtestOnWhatIsStored() throws Exception {
        Run backtest = run(
                "meridian",
                Map.of(),
                "backtest",
                REPOSITORY.resolve("examples/hello-strategy").toString(),
                "--data",
                "store",
                "--name",
                stack,
                "--symbols",
                "AAPL",
                "--report",
                outputs.resolve("page.html").toString(),
                "--json");
        assertEquals(0, backtest.exit(), backtest::toString);
        assertTrue(numbers(EVENTS, backtest.out()).getLast() > 0, backtest::toString);
    }

    private long stored() throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Run status = run("meridian", Map.of(), "data", "status", "--json", "--name", stack);
            assertEquals(0, status.exit(), status::toString);
            long rows = numbers(ROWS, status.out()).getLast();
            if (rows > 0 && status.out().contains("\"symbol\":\"AAPL\"")) {
                return rows;
            }
            assertTrue(System.nanoTime() - deadlineNs < 0, status::toString);
        }
    }

    /** What a person does at the desk, from finding an order to its last share. @return the order */
    private String shareOutAnOrder() throws Exception {
        Matcher filled;
        do {
            Run orders = run("meridian", Map.of(), "desk", "orders", "--last", "0", "--json", "--name", stack);
            assertEquals(0, orders.exit(), orders::toString);
            filled = FILLED.matcher(orders.out());
        } while (!filled.find());
        desk(0, "Asked for", "allocate", filled.group(1), "one=2", "two=1", "--id", "block-1");
        desk(1, "NO_SUCH_ALLOCATION_MOVE", "allocation", "affirm", "block-1");
        desk(0, "Confirmed", "allocation", "confirm", "block-1");
        desk(0, "Affirmed", "allocation", "affirm", "block-1");
        desk(1, "BAD_SHARES", "allocate", filled.group(1), "one=1");
        return filled.group(1);
    }

    private void desk(int exit, String said, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("desk"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--by", "anna", "--name", stack));
        Run run = run("meridian", Map.of(), all.toArray(String[]::new));
        assertEquals(exit, run.exit(), run::toString);
        assertTrue(run.out().contains(said), run::toString);
    }

    /** The one that is named, a plugin with its sidecar, and no other. */
    private void startsAgain(String process) throws Exception {
        Map<String, Optional<ProcessHandle>> before = folder().parts();
        Run restart = launch(Map.of(), "restart", process, "--name", stack);
        assertEquals(0, restart.exit(), restart::toString);
        Map<String, Optional<ProcessHandle>> after = folder().parts();
        assertEquals(before.keySet(), after.keySet());
        after.forEach((name, handle) -> assertEquals(
                StackFolder.instance(name).equals(process), !handle.equals(before.get(name)), () -> name + restart));
        assertTrue(
                restart.out()
                        .contains(Long.toString(after.get(process).orElseThrow().pid())),
                restart::toString);
    }

    /** An author's plugin that the stack's manager runs, as the stack does with its own. */
    private void runsWhatIsSaved() throws Exception {
        Path project = outputs.resolve("hello");
        HelloProject.copyTo(project);
        StackPlugins plugins = new StackPlugins(StackBus.manager(folder()));
        StopSignal stop = StopSignal.manual();
        assertTrue(plugins.run(PluginProject.upToDate(project), "mine", Map.of(), stop));
        Optional<ProcessHandle> sidecar = folder().parts().get("mine-sidecar");
        Optional<ProcessHandle> plugin = folder().parts().get("mine");
        assertEquals("it is the same as what runs", plugins.upgrade(new PluginProject(project), "mine", stop));
        Files.writeString(
                project.resolve(HelloProject.SOURCE),
                HelloProject.source()
                        .replace("average = average == 0", "log().info(\"new\");\n        average = average == 0"));
        assertEquals(
                "started again, and its sidecar stayed",
                plugins.upgrade(PluginProject.upToDate(project), "mine", stop));
        assertEquals(sidecar, folder().parts().get("mine-sidecar"));
        assertNotEquals(plugin, folder().parts().get("mine"));
    }

    @Test
    void shouldStartOneAgainWhenAskedAndClearUpAfterALauncherThatWasKilled() throws Exception {
        start("launch_dev.sh", Map.of("BUS_BACKEND", "aeron"), "--name", stack, "--json");
        awaitRunning("watch");
        startsAgain("hello");
        startsAgain("store");
        runsWhatIsSaved();
        Run nobody = launch(Map.of(), "restart", "watch", "--name", stack);
        assertEquals(2, nobody.exit(), nobody::toString);
        assertTrue(nobody.err().contains("There are: ") && nobody.err().contains("hello-sidecar"), nobody::toString);
        List<ProcessHandle> processes = awaitRunning("watch");
        ProcessHandle launcher = folder().processes().get(StackFolder.LAUNCHER).orElseThrow();
        launcher.destroyForcibly();
        Run down = launch(Map.of(), "down", "--name", stack);
        assertEquals(0, down.exit(), down::toString);
        await(() -> processes.stream().noneMatch(ProcessHandle::isAlive), "a process outlived down");
        assertNothingIsLeft();
    }

    @Test
    void shouldEndWithTwoAndNameTheEnginesWhenTheBackendIsUnknown() throws Exception {
        Run run = launch(Map.of("BUS_BACKEND", "nonsense"), "--name", stack);
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.err().contains("'nonsense'") && run.err().contains("aeron"), run::toString);
        assertFalse(run.err().contains("\tat "), run::toString);
    }

    @Test
    void shouldEndWithTwoAndSuggestTheSettingWhenOneIsUnknown() throws Exception {
        Run run = launch(Map.of("BUS_BACKEMD", "nats"), "--name", stack);
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.err().contains("did you mean BUS_BACKEND?"), run::toString);
        assertFalse(run.err().contains("\tat "), run::toString);
    }
}
