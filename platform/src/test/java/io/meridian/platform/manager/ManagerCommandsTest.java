package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.basis.Json;
import io.meridian.platform.Meridian;
import io.meridian.platform.server.JavaCommand;
import io.meridian.platform.settings.ManagerSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that speak to a manager, as a person types them. Nothing runs here, so the bus can be one in memory. */
@Tag("server")
@Timeout(240)
final class ManagerCommandsTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String HELLO =
            REPOSITORY.resolve("examples/hello-strategy").toString();

    private Path folder;
    private ManagerRig rig;

    private record Run(int exit, String text) {}

    @BeforeEach
    void open() throws Exception {
        folder = Files.createTempDirectory(
                "commands", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        rig = new ManagerRig(folder.resolve("m"), Map.of("BUS_BACKEND", "memory"));
        rig.start("manager.mode=development");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Run run(String... arguments) throws Exception {
        return runIn(REPOSITORY, arguments);
    }

    /** @param home where the installation is */
    private Run runIn(Path home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(JavaCommand.of(Meridian.class.getName(), arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("MANAGER_DIR", rig.home().toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text);
    }

    private String ok(String... arguments) throws Exception {
        Run run = run(arguments);
        assertEquals(0, run.exit(), run.text());
        return run.text();
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("desired.yaml"), text);
    }

    @Test
    void shouldApplyAFileShowItsDriftAndPutABackupBack() throws Exception {
        assertTrue(ok("plugin", "register", HELLO).contains("Registered hello 0.1.0"));
        String desired = """
            instances:
              - name: one
                plugin: hello
                desired: stopped
            grants:
              - {instance: one, action: subscribe, pattern: 'platform.data.trade.**', why: better signal}
            """;
        Path file = file(desired);
        Run before = run("diff", "-f", file.toString());
        assertEquals(1, before.exit());
        assertTrue(
                before.text().contains("+ instance one of hello")
                        && before.text().contains("+ grant one"),
                before::text);
        ok("apply", "-f", file.toString(), "--why", "as agreed");
        Run waits = run("diff", "-f", file.toString());
        assertEquals(1, waits.exit());
        assertTrue(waits.text().contains("waits for a decision"), waits::text);
        ok("grants", "approve", "--instance", "one", "--as", "dev-approver");
        assertTrue(ok("diff", "-f", file.toString()).contains("All is as the file wants it"));

        assertTrue(ok("backup").contains("Wrote manager-"));
        String backup =
                ok("backup", "--list").lines().skip(1).findFirst().orElseThrow().split(" ")[0];
        Run wrong = run(
                "apply",
                "-f",
                file("instances:\n  - {name: one, plugin: other, colour: red}\n")
                        .toString());
        assertEquals(2, wrong.exit());
        assertTrue(wrong.text().contains("colour"), wrong::text);
        ok("plugin", "remove", "one");

        Run running = run("restore", backup);
        assertEquals(1, running.exit());
        assertTrue(running.text().contains("Another manager runs"), running::text);
        rig.stop();
        assertTrue(ok("restore", backup, "--dry-run").contains("instance=1"));
        assertTrue(ok("restore", backup).contains("Restored"));
        rig.start("manager.mode=development");
        assertTrue(ok("plugin", "list").contains("one"));
        assertTrue(ok("grants", "list", "one").contains("platform.data.trade.**"));
    }

    @Test
    void shouldShowWhoDecidesWhatIsKnownOfAGrant() throws Exception {
        ok("plugin", "register", HELLO);
        ok("plugin", "create", "one", "hello");
        String id = Json.MAPPER
                .readTree(ok(
                        "grants",
                        "request",
                        "one",
                        "subscribe",
                        "platform.data.trade.**",
                        "--why",
                        "better signal",
                        "--json"))
                .get("id")
                .asText();
        String review = ok("grants", "review", id);
        assertTrue(review.contains("Matches now  nothing: no message came"), review);
        assertTrue(review.contains("Shadow       its sidecar does not answer"), review);
        Run trades = run("plugin", "rearm", "one", "--why", "no reason");
        assertEquals(1, trades.exit());
        assertTrue(trades.text().contains("'one' is not in observe mode"), trades::text);
    }

    @Test
    void shouldSayWhatIsNotFitForProduction() throws Exception {
        String well = ok("doctor");
        assertTrue(well.contains("ok     instances") && well.contains("ok     dashboards provisioned"), well);
        Run elsewhere = runIn(folder, "doctor");
        assertEquals(1, elsewhere.exit());
        assertTrue(
                elsewhere.text().contains("wrong  dashboards provisioned  There are no dashboards in"),
                elsewhere::text);
        Run strict = run("doctor", "--production", "--json");
        assertEquals(1, strict.exit(), strict::text);
        for (String check : List.of("mode", "passwords", "bus", "store", "audit log")) {
            assertTrue(strict.text().contains("{\"check\":\"" + check + "\",\"good\":false"), strict::text);
        }
        // The manager makes one by itself when it begins.
        ok("backup");
        assertTrue(run("doctor", "--production").text().contains("ok     backup"));
        rig.stop();
        assertEquals(1, run("doctor").exit());
    }

    @Test
    void shouldLogInAndSayWhatIsWrong() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(Meridian.class.getName(), "login", "admin"))
                .redirectErrorStream(true)
                .redirectInput(rig.home().resolve("first-password").toFile());
        builder.environment().put("MANAGER_DIR", rig.home().toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        Process login = builder.start();
        String text = new String(login.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, login.waitFor(), text);
        // The last login is who asks now.
        Run refused = run("plugin", "register", HELLO);
        assertEquals(1, refused.exit());
        assertTrue(refused.text().contains("role AUTHOR"), refused::text);
        Run missing = run("plugin", "show", "none", "--as", "dev");
        assertTrue(missing.text().contains("There is no instance 'none'"), missing::text);
        assertEquals(2, run("plugin", "create", "a b", "hello", "--as", "dev").exit());
        rig.stop();
        Run away = run("plugin", "list");
        assertEquals(1, away.exit());
        assertTrue(away.text().contains("Start one"), away::text);
        Run direct = run("kill", "--all", "--by", "anna", "--reason", "nobody there");
        assertTrue(
                direct.text().contains("Latched 0 of 0") && direct.text().contains("No manager answered"),
                direct::text);
        assertEquals(1, direct.exit(), "nothing was stopped");
    }

    @Test
    void shouldMakeATokenForAProgramShowItOnceAndEndIt() throws Exception {
        String secret = ok("token", "make", "nightly report", "--role", "viewer", "--days", "90", "--as", "dev")
                .strip();
        assertTrue(secret.startsWith("mrd_"), secret);
        String listed = ok("token", "list", "--as", "dev");
        assertTrue(listed.contains("nightly report") && listed.contains("VIEWER"), listed);
        assertFalse(listed.contains(secret), listed);
        assertEquals(200, status("/v1/instances", secret));
        String id = listed.lines()
                .filter(line -> line.contains("nightly report"))
                .findFirst()
                .orElseThrow()
                .split("\\s+")[0];
        ok("token", "end", id, "--as", "dev");
        assertEquals(401, status("/v1/instances", secret));
        Run tooMuch = run("token", "make", "more", "--role", "admin", "--as", "dev-approver");
        assertEquals(1, tooMuch.exit(), tooMuch::text);
        Run unknown = run("token", "make", "more", "--role", "king", "--as", "dev");
        assertEquals(2, unknown.exit(), unknown::text);
    }

    private int status(String path, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:"
                    + Files.readString(ManagerSettings.port(rig.home())).strip() + path;
            return client.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void shouldRefuseOrTakeWhateverAFileSays() throws Exception {
        Random random = new Random(5);
        String good = "instances:\n  - {name: one, plugin: hello, settings: {a: 1}, needs: [two]}\n"
                + "grants:\n  - {instance: one, action: publish, pattern: 'a.b'}\n";
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[]:-,'\"\n &*!|>%@`\t".charAt(random.nextInt(20)));
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            try {
                DesiredFile.read(file(text.toString()));
            } catch (io.meridian.platform.cli.CommandException refused) {
                assertEquals(2, refused.exitCode(), refused.getMessage());
            }
        }
    }
}
