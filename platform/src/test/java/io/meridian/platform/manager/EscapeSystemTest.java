package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Bus;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.platform.escape.EscapingPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that tries twelve ways out of its container, beside another one that it would harm. None leads out, and each leaves a trace that people find. */
@Tag("server")
final class EscapeSystemTest {
    private static final String MANIFEST = """
        manifest: 1
        id: escape
        version: 1.0.0
        pool: STRATEGY
        main: %s
        publishes:
          - %s
        resources:
          memory-mib: 256
          cpus: 1
        """.formatted(EscapingPlugin.class.getName(), EscapingPlugin.ALLOWED);

    @TempDir
    private static Path projects;

    private static String market;

    private final List<String> acts = new CopyOnWriteArrayList<>();
    private final List<Long> sources = new CopyOnWriteArrayList<>();
    private final List<Instant> published = new CopyOnWriteArrayList<>();
    private ManagedBus managed;
    private ManagerRig rig;
    private Bus bus;

    @BeforeAll
    @Timeout(180)
    static void buildImages() {
        TestDocker.require();
        TestDocker.buildSidecar();
        market = TestDocker.buildPlugin(TestPlugins.MARKET, "market", "0.1.0");
    }

    @AfterAll
    static void removeImages() throws Exception {
        TestDocker.require();
        TestDocker.removeImages();
    }

    @BeforeEach
    void open() throws Exception {
        managed = new ManagedBus();
        rig = managed.rig();
        bus = managed.connect();
    }

    @AfterEach
    void close() throws Exception {
        if (managed != null) {
            bus.close();
            rig.close();
            TestDocker.removeContainersOf(rig.home());
            managed.close();
        }
    }

    /** The plugin, told where it is worth trying: what it would have to find out by itself. */
    private String buildEscape() throws Exception {
        Path classes = Files.createDirectories(projects.resolve("escape/target/classes"));
        Path from = Path.of(EscapingPlugin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path own = Path.of(EscapingPlugin.class.getPackageName().replace('.', '/'));
        Files.createDirectories(classes.resolve(own));
        try (Stream<Path> files = Files.list(from.resolve(own))) {
            for (Path file : files.toList()) {
                Files.copy(file, classes.resolve(own).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.createDirectories(classes.resolve("META-INF/meridian"));
        Files.writeString(classes.resolve("META-INF/meridian/plugin.yaml"), MANIFEST);
        Files.copy(
                TestPlugins.HELLO.resolve("target/classpath.txt"),
                classes.resolveSibling("classpath.txt"),
                StandardCopyOption.REPLACE_EXISTING);
        Properties hints = new Properties();
        hints.setProperty("victim", rig.home().resolve("instances/victim").toString());
        hints.setProperty("docker", URI.create(TestDocker.host()).getPath());
        hints.setProperty(
                "addresses",
                URI.create(managed.server().environment().get("NATS_URL")).getAuthority() + ",127.0.0.1:"
                        + rig.address().getPort() + ",127.0.0.1:2375,192.0.2.1:80");
        try (OutputStream out = Files.newOutputStream(classes.resolve(EscapingPlugin.HINTS))) {
            hints.store(out, null);
        }
        return TestDocker.buildPlugin(projects.resolve("escape"), "escape", "1.0.0");
    }

    private void run(String name, String plugin) throws Exception {
        rig.ask("ann", "POST", "/v1/instances", Map.of("name", name, "plugin", plugin), 201);
        for (JsonNode grant :
                rig.ask("pat", "GET", "/v1/grants?state=REQUESTED", null, 200).get("items")) {
            rig.ask("pat", "POST", "/v1/grants/" + grant.get("id").asText() + "/approve", Map.of("why", "fine"), 200);
        }
        rig.ask("oli", "POST", "/v1/instances/" + name + "/start", null, 200);
    }

    /** All that the plugin said, also before its log was put aside. */
    private String said() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> logs = Files.list(rig.home().resolve("instances/escape/log"))) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("plugin"))
                    .toList()) {
                all.append(Files.readString(log));
            }
        }
        return all.toString();
    }

    @Test
    @Timeout(300)
    void shouldHoldAPluginThatTriesToGetOutAndReportIt() throws Exception {
        Instant began = Instant.now();
        rig.start(TestDocker.settings());
        rig.people(Map.of("ann", List.of("AUTHOR"), "pat", List.of("APPROVER"), "oli", List.of("OPERATOR")));
        rig.ask("ann", "POST", "/v1/plugins", Map.of("image", market), 201);
        run("victim", "dgm-simulator");
        JsonNode victim = rig.awaitWell("victim");
        rig.ask("ann", "POST", "/v1/plugins", Map.of("image", buildEscape()), 201);
        try (Subscription trail = bus.subscribe(SubscriptionSpec.durable("platform.control.act.*"), message -> {
                    acts.add(message.topic().name() + " "
                            + message.buffer().getStringWithoutLengthUtf8(message.offset(), message.length()));
                    return Verdict.ACCEPT;
                });
                Subscription targets = bus.subscribe(SubscriptionSpec.durable(EscapingPlugin.ALLOWED), message -> {
                    sources.add((long) message.source());
                    published.add(Instant.ofEpochSecond(0, message.publishTime()));
                    return Verdict.ACCEPT;
                })) {
            run("escape", "escape");
            JsonNode ended = rig.await("escape", now -> {
                trail.poll(100);
                targets.poll(100);
                return now.get("crashes").asInt() > 0;
            });
            isHeldInside();
            isReported(ended);
            ManagerRig.await("its denials are in the audit trail", () -> {
                trail.poll(100);
                targets.poll(100);
                return isDenied(EscapingPlugin.NOT_GRANTED)
                        && isDenied(EscapingPlugin.OF_ANOTHER)
                        && !published.isEmpty();
            });
        }
        // Whatever time it said, the bus has the sidecar's; whoever it said it was, it has the sidecar's number.
        assertTrue(published.stream().allMatch(at -> at.isAfter(began)), published.toString());
        assertEquals(1, sources.stream().distinct().count(), sources.toString());
        JsonNode now = rig.instance("victim");
        assertEquals("OK", now.get("health").get("level").asText());
        assertEquals(
                victim.get("unit").get("id").asText(), now.get("unit").get("id").asText(), "it was not even disturbed");
        assertEquals(0, now.get("crashes").asInt());
    }

    /** What the plugin itself tells: whoever looks into its log finds it. */
    private void isHeldInside() throws Exception {
        String said = said();
        assertFalse(
                said.contains("OUT "),
                () -> said.lines()
                        .filter(line -> line.startsWith("OUT "))
                        .toList()
                        .toString());
        for (String way : List.of(
                "other-socket",
                "other-files",
                "network",
                "root",
                "secrets",
                "docker",
                "ungranted-topic",
                "forged-identity",
                "fork-bomb")) {
            assertTrue(
                    said.contains("HELD " + way + ": "),
                    () -> way + " is not in "
                            + said.lines()
                                    .filter(line -> !line.startsWith("flood"))
                                    .toList());
        }
    }

    /** What the manager noticed from outside. */
    private void isReported(JsonNode ended) throws Exception {
        String reasons = ended.toString() + rig.logged();
        assertTrue(reasons.contains("it used all of the 256 MiB"), reasons);
        ManagerRig.await(
                "the fork bomb and the flood are reported",
                () -> rig.logged().contains("escape: ALARM: its plugin was refused a process or thread")
                        && rig.logged().contains("escape: ALARM: its plugin floods its log"));
    }

    private boolean isDenied(String topic) {
        return acts.stream()
                .anyMatch(act -> act.contains("escape") && act.contains("ACL_DENIED") && act.contains(topic));
    }
}
