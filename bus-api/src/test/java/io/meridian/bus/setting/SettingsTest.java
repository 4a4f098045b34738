package io.meridian.bus.setting;

import static io.meridian.bus.setting.ExampleSettings.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldUseDefaultsWhenNothingIsGiven() {
        Settings settings = Settings.of(ALL, Map.of());
        assertEquals("aeron", settings.get(ExampleSettings.BACKEND));
        assertEquals(8, settings.get(ExampleSettings.LANES));
        assertEquals(Duration.ofMillis(250), settings.get(ExampleSettings.LINGER));
        assertEquals(Optional.empty(), settings.find(ExampleSettings.PASSWORD));
        assertFalse(settings.isGiven(ExampleSettings.LANES));
    }

    @Test
    void shouldPreferProgramThenEnvironmentThenFileThenDefault() throws IOException {
        Path file = file("bus.lanes=2\nbus.close-linger=2s\nbus.sample=0.25\n");
        Settings settings = Settings.reader(ALL)
                .values(Map.of("bus.lanes", "32"))
                .environment(Map.of("MERIDIAN_CONFIG", file.toString(), "BUS_LANES", "4", "BUS_CLOSE_LINGER", "3s"))
                .read();
        assertEquals(32, settings.get(ExampleSettings.LANES));
        assertEquals(Duration.ofSeconds(3), settings.get(ExampleSettings.LINGER));
        assertEquals(0.25, settings.get(ExampleSettings.SAMPLE));
        assertEquals(ExampleSettings.Delivery.LOSSLESS, settings.get(ExampleSettings.DELIVERY));
        assertTrue(settings.isGiven(ExampleSettings.SAMPLE));
    }

    @Test
    void shouldReadOtherFileWhenProgramNamesOne() throws IOException {
        Settings settings = Settings.reader(ALL)
                .environment(Map.of("MERIDIAN_CONFIG", "/no/such/file"))
                .file(file("bus.lanes=2"))
                .read();
        assertEquals(2, settings.get(ExampleSettings.LANES));
    }

    @Test
    void shouldIgnoreBadValueWhenStrongerSourceGivesGoodOne() {
        Settings settings = Settings.reader(ALL)
                .values(Map.of("bus.lanes", "2"))
                .environment(Map.of("BUS_LANES", "x"))
                .read();
        assertEquals(2, settings.get(ExampleSettings.LANES));
    }

    @Test
    void shouldReportEveryProblemAtOnce() throws IOException {
        Path file = file("bus.lanes=100\n\nbus.bakend=nats\nno equals here\nbus.sample=\n");
        SettingsException thrown = refused(Map.of(
                "MERIDIAN_CONFIG",
                file.toString(),
                "BUS_CLOSE_LINGER",
                "250",
                "AERON_TERM_LENGHT",
                "64k",
                "NATS_PASSWORD",
                "hunter2"));
        assertEquals(
                "7 problems in the settings:\n"
                        + "  file " + file
                        + " line 4 has no =: write name=value, or start the line with # if it is a comment\n"
                        + "  bus.bakend (file " + file + " line 3) is not a setting: did you mean bus.backend?\n"
                        + "  AERON_TERM_LENGHT (environment variable) is not one of a"
                        + " setting: did you mean AERON_TERM_LENGTH?\n"
                        + "  bus.lanes=\"100\" (file " + file
                        + " line 1) must be from 1 to 64 and must be a power of two\n"
                        + "  bus.close-linger=\"250\" (environment variable BUS_CLOSE_LINGER) has no unit: must be a"
                        + " whole number and a unit (ns, us, ms, s, m, h, d) such as 250ms, 10s, 2m or 1h\n"
                        + "  bus.sample=\"\" (file " + file
                        + " line 5) is given but blank: give a value such as 0.5 (number),"
                        + " or remove it to use the default\n"
                        + "  nats.password=****** (environment variable NATS_PASSWORD) must have 8 characters or more",
                thrown.getMessage());
        assertEquals(7, thrown.problems().size());
    }

    @Test
    void shouldMaskSecretEverywhere() throws IOException {
        Path file = file("nats.pin=hunter2hunter2\nnats.pasword=hunter2hunter2\nhunter2hunter2\n");
        SettingsException thrown =
                refused(Map.of("MERIDIAN_CONFIG", file.toString(), "NATS_PASWORD", "hunter2hunter2"));
        assertEquals(4, thrown.problems().size(), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("hunter2"), thrown.getMessage());
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            assertFalse(cause.getMessage().contains("hunter2"), cause.getMessage());
        }
        Settings settings = Settings.of(ALL, Map.of("nats.password", "hunter2hunter2"));
        assertFalse(settings.describe().contains("hunter2"));
        assertFalse(settings.describe().contains("1234"));
        assertEquals("hunter2hunter2", settings.get(ExampleSettings.PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void shouldRefuseValueWhenBlank(String blank) {
        for (Map<String, String> environment : List.of(
                Map.of("BUS_BACKEND", blank), Map.of("NATS_PASSWORD", blank), Map.of("MERIDIAN_CONFIG", blank))) {
            assertTrue(refused(environment).getMessage().contains("is given but blank"), environment.toString());
        }
    }

    @Test
    void shouldCheckOnlyClaimedVariables() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH",
                "/bin",
                "BUSY",
                "1",
                "BUSINESS_LANES",
                "2",
                "KAFKA_HOME",
                "/opt",
                "NATS_HOME",
                "/opt",
                "NATS_PORT",
                "tcp://10.0.0.1:4222",
                "bus_lanes",
                "3"));
        environment.putAll(Map.of(
                "NATS_SERVICE_HOST",
                "10.0.0.1",
                "NATS_SERVICE_PORT_CLIENT",
                "4222",
                "NATS_PORT_4222_TCP_ADDR",
                "10.0.0.1"));
        assertEquals(8, Settings.read(ALL, environment).get(ExampleSettings.LANES));
        assertTrue(refused(Map.of("NATS_PORT", "4222"))
                .getMessage()
                .startsWith("1 problem in the settings:\n  NATS_PORT (environment variable) is not one of a setting"));
        assertTrue(refused(Map.of("MERIDIAN_CONFG", "x")).getMessage().contains("did you mean MERIDIAN_CONFIG?"));
    }

    @Test
    void shouldUseOtherVariableWhenDeclarationNamesOne() {
        Settings settings = Settings.read(ALL, Map.of("AERON_DIRECTORY", "/dev/shm/other"));
        assertEquals(Path.of("/dev/shm/other"), settings.get(ExampleSettings.DIRECTORY));
        assertTrue(refused(Map.of("AERON_DIR", "/x")).getMessage().contains("AERON_DIR (environment variable)"));
    }

    @Test
    void shouldSuggestOnlyNamesThatAreNear() {
        assertTrue(refusedValue("AERON_TERM_LENGTH").contains("did you mean aeron.term.length?"));
        assertTrue(refusedValue("bus.lnaes").contains("did you mean bus.lanes?"));
        assertTrue(refusedValue("something.else.entirely").contains("see the settings reference"));
        assertTrue(refusedValue("x".repeat(5000)).length() < 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitten,sitting,3", "abcd,abdc,1", "a,,1", ",,0", ",abc,3", "ca,abc,3", "same,same,0"})
    void shouldCountEditsBetweenNames(String fromToEdits) {
        String[] parts = fromToEdits.split(",", -1);
        assertEquals(Integer.parseInt(parts[2]), KnownSettings.editDistance(parts[0], parts[1]));
        assertEquals(Integer.parseInt(parts[2]), KnownSettings.editDistance(parts[1], parts[0]));
    }

    @Test
    void shouldReportMissingOnlyWhenPartIsUsed() {
        Settings settings = Settings.of(ALL, Map.of());
        settings.require(ExampleSettings.AERON);
        String expected = "1 problem in the settings:\n"
                + "  nats.servers is required and not given: set NATS_SERVERS, or write nats.servers= in the file"
                + " named by MERIDIAN_CONFIG, to a value such as localhost:4222,localhost:4222 (list of:"
                + " host:port). Servers, tried in turn.";
        assertEquals(
                expected,
                assertThrows(
                                SettingsException.class,
                                () -> settings.require(ExampleSettings.AERON, ExampleSettings.NATS))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(SettingsException.class, () -> settings.get(ExampleSettings.SERVERS))
                        .getMessage());
        SettingsSchema always = SettingsSchema.of("Always", ExampleSettings.SERVERS);
        assertEquals(
                expected,
                assertThrows(SettingsException.class, () -> Settings.of(List.of(always), Map.of()))
                        .getMessage());
        Settings.of(ALL, Map.of("nats.servers", "h:1")).require(ExampleSettings.NATS);
    }

    @Test
    void shouldNotCallSettingMissingWhenItsFileCannotBeRead() {
        SettingsSchema always = SettingsSchema.of("Always", ExampleSettings.SERVERS);
        SettingsException thrown = assertThrows(
                SettingsException.class,
                () -> Settings.read(List.of(always), Map.of("MERIDIAN_CONFIG", "/no/such/file")));
        assertEquals(List.of("file /no/such/file does not exist: create it, or correct its name"), thrown.problems());
    }

    @Test
    void shouldComputeDefaultFromOtherSettings() {
        assertEquals(1L << 30, Settings.of(ALL, Map.of()).get(ExampleSettings.RETENTION));
        Settings small = Settings.of(ALL, Map.of("aeron.term.length", "64k"));
        SettingsException thrown = assertThrows(SettingsException.class, () -> small.get(ExampleSettings.RETENTION));
        assertEquals(
                List.of("aeron.retention=4m (the default, 64 terms) must be at least 16m; set it yourself"),
                thrown.problems());
        assertEquals(
                32L << 20,
                Settings.of(ALL, Map.of("aeron.term.length", "64k", "aeron.retention", "32m"))
                        .get(ExampleSettings.RETENTION));
    }

    @Test
    void shouldComputeDefaultOnlyOnce() {
        AtomicInteger calls = new AtomicInteger();
        Setting<Integer> counted = Setting.integer("a.count", "x").defaultsTo("counted", s -> calls.incrementAndGet());
        Settings settings = Settings.of(List.of(SettingsSchema.of("x", counted)), Map.of());
        assertEquals(0, calls.get());
        assertEquals(1, settings.get(counted));
        assertEquals(1, settings.get(counted));
        assertTrue(settings.describe().contains("a.count = 1  (default: counted)"));
    }

    @Test
    void shouldDescribeValueAndSource() throws IOException {
        Path file = file("\nbus.sample=0.25");
        String description = Settings.read(
                        ALL, Map.of("MERIDIAN_CONFIG", file.toString(), "BUS_LANES", "4", "NATS_PIN", "99"))
                .describe();
        for (String line : List.of(
                "# Bus",
                "bus.lanes         = 4  (environment variable BUS_LANES)",
                "bus.sample        = 0.25  (file " + file + " line 2)",
                "bus.close-linger  = 250ms  (default)",
                "aeron.retention   = 1g  (default: 64 terms)",
                "nats.servers      = (not given: required when used)",
                "nats.password     = (not given: no password is sent)",
                "nats.pin          = ******  (environment variable NATS_PIN)")) {
            assertTrue(description.lines().anyMatch(line::equals), line + "\nin\n" + description);
        }
    }

    @Test
    void shouldRefuseMisuseWithNamesInTheText() {
        Settings settings = Settings.of(List.of(ExampleSettings.BUS), Map.of());
        assertThrows(IllegalArgumentException.class, () -> settings.get(ExampleSettings.SEED));
        assertThrows(IllegalStateException.class, () -> settings.get(ExampleSettings.ROUTES));
        assertThrows(IllegalArgumentException.class, () -> Setting.text("Bad.Name", "x"));
        assertThrows(IllegalArgumentException.class, () -> Setting.text("good.name", " "));
        assertThrows(
                IllegalArgumentException.class,
                () -> Setting.text("good.name", "x").environmentVariable("lower"));
        assertThrows(IllegalArgumentException.class, () -> ExampleSettings.BUS.claiming("BUS"));
        assertThrows(
                IllegalArgumentException.class,
                () -> SettingsSchema.of(
                        "x", Setting.integer("a", "x").defaultsTo(65).between(1, 64)));
        assertThrows(
                IllegalArgumentException.class,
                () -> SettingsSchema.of("x", Setting.integer("a", "x"), Setting.text("a", "y")));
        SettingsSchema first = SettingsSchema.of("x", Setting.integer("a.b", "x"));
        for (Setting<?> clash :
                List.of(Setting.text("a.b", "y"), Setting.text("a-b", "y"), Setting.text("meridian.config", "y"))) {
            SettingsSchema second = SettingsSchema.of("y", clash);
            assertThrows(IllegalArgumentException.class, () -> Settings.reader(List.of(first, second)));
        }
        Setting<HostPort> unordered = Setting.hostPort("h", "x").defaultsTo(new HostPort("h", 1));
        Setting<HostPort> ranged = unordered.atLeast(new HostPort("h", 1));
        assertThrows(IllegalStateException.class, () -> SettingsSchema.of("x", ranged));
    }

    private SettingsException refused(Map<String, String> environment) {
        return assertThrows(SettingsException.class, () -> Settings.read(ALL, environment));
    }

    private String refusedValue(String name) {
        return assertThrows(SettingsException.class, () -> Settings.of(ALL, Map.of(name, "1")))
                .getMessage();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("meridian.conf"), content);
    }
}
