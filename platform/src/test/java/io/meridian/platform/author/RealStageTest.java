package io.meridian.platform.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meridian.conformance.Check;
import io.meridian.conformance.Conformance;
import io.meridian.conformance.Group;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.PluginProcess;
import io.meridian.conformance.stage.Stage;
import io.meridian.examples.broker.BrokerAdapter;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.plugins.bor.BookOfRecord;
import io.meridian.plugins.compliance.ComplianceManager;
import io.meridian.plugins.meanreversion.MeanReversionSignal;
import io.meridian.plugins.momentum.MomentumSignal;
import io.meridian.plugins.paper.PaperVenue;
import io.meridian.plugins.router.Router;
import io.meridian.plugins.simulator.MarketSimulator;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.runtime.Manifest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance kit checks a plugin beside a real sidecar. */
@Tag("server")
final class RealStageTest {
    /** Only a played sidecar brings these about. */
    private static final Set<String> PLAYED_ONLY = Set.of(
            "L23", "L24", "L25", "L26", "L32", "L37", "M12", "M13", "M14", "M15", "M16", "M17", "M18", "P10", "P11",
            "P14");

    /** One check of each thing that a sidecar does, which takes some seconds each. */
    private static final Set<String> SOME = Set.of(
            "L09", "L20", "L28", "L30", "L34", "L35", "L36", "M02", "M03", "M05", "M11", "M19", "M20", "P05", "P08",
            "P09", "P12", "P13");

    /** Counts numbers, and publishes how many there were. */
    @MeridianPlugin(
            id = "counting",
            pool = "EXAMPLE",
            subscribes = "examples.number.*",
            publishes = "examples.count",
            durable = {"examples.number.*", "examples.count"},
            state = StatePolicy.SNAPSHOT)
    static final class Counting extends Plugin {
        private long count;

        @Override
        public void onMessage(Message message) {
            count++;
            publish("examples.count", 7_001, Long.toString(count).getBytes());
        }

        @Override
        public void saveState(DataOutput out) throws IOException {
            out.writeLong(count);
        }

        @Override
        public void loadState(DataInput in, int version) throws IOException {
            count = in.readLong();
        }
    }

    static Subject counting() {
        return subject(Counting.class);
    }

    /** A plugin as a process of its own. */
    static Subject subject(Class<? extends Plugin> type) {
        Manifest manifest = Manifest.of(type);
        // Not by its YAML: the class path here has many plugins, and that of test classes is never made.
        return new Subject(
                PluginProcess.ofClass(type.getName()),
                manifest.id(),
                manifest.version(),
                manifest.pool(),
                manifest.publishes(),
                manifest.subscribes(),
                manifest.durable(),
                manifest.state() == StatePolicy.SNAPSHOT,
                Map.of());
    }

    private static List<Result> run(Subject subject, Predicate<Check> which) throws IOException {
        return run(subject, which, RealStage::new);
    }

    private static List<Result> run(Subject subject, Predicate<Check> which, Stage.Maker stages) throws IOException {
        Path folder = Files.createTempDirectory("mk");
        Conformance conformance = new Conformance(subject, folder, stages);
        List<Result> results = new ArrayList<>();
        for (Check check : Conformance.checks()) {
            if (which.test(check)) {
                results.add(conformance.run(check));
            }
        }
        Files.delete(folder);
        return results;
    }

    private static Set<String> skipped(List<Result> results) {
        Set<String> ids = new TreeSet<>();
        for (Result result : results) {
            if (result.outcome() == Outcome.SKIPPED) {
                ids.add(result.check().id());
            }
        }
        return ids;
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldPassBesideARealSidecarWhenAPluginIsRight() throws IOException {
        List<Result> results = run(counting(), check -> SOME.contains(check.id()));
        assertEquals(List.of(), Result.lines(results, Outcome.FAILED));
        assertEquals(Set.of(), skipped(results));
    }

    @Test
    @Tag("long")
    void shouldPassAllThatARealSidecarBringsAboutWhenAPluginIsRight() throws IOException {
        List<Result> results = run(counting(), check -> check.group().isForAll());
        assertEquals(List.of(), Result.lines(results, Outcome.FAILED));
        Set<String> expected = new TreeSet<>(PLAYED_ONLY);
        expected.add("L33");
        assertEquals(expected, skipped(results));
    }

    @Nested
    final class OnAeron {
        @TempDir
        private static Path home;

        private static LocalServer server;
        private static int deployments;

        @BeforeAll
        static void start() {
            server = LocalServers.of("aeron", "kit", home, home.resolve("server.log"));
            server.start();
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        /** A deployment of its own for each check: those on one server never see each other. */
        private static Stage stage(Subject subject, Path folder) {
            Map<String, String> settings = BusEnvironment.settings(server);
            settings.put("bus.deployment", "kit" + ++deployments);
            return new RealStage(subject, folder, settings);
        }

        @ParameterizedTest
        @ValueSource(
                classes = {
                    MarketSimulator.class,
                    MomentumSignal.class,
                    MeanReversionSignal.class,
                    ComplianceManager.class,
                    Router.class,
                    PaperVenue.class,
                    BookOfRecord.class,
                    BrokerAdapter.class
                })
        @Timeout(value = 3, unit = TimeUnit.MINUTES)
        void shouldPassTheChecksOfItsRoleWhenAPluginIsOneOfOurs(Class<? extends Plugin> type) throws IOException {
            Subject subject = subject(type);
            Group role = Group.ofPool(subject.pool());
            List<Result> results = run(subject, check -> check.group() == role, OnAeron::stage);
            assertEquals(List.of(), Result.lines(results, Outcome.FAILED));
            assertEquals(Set.of(), skipped(results));
            assertFalse(results.isEmpty());
        }
    }
}
