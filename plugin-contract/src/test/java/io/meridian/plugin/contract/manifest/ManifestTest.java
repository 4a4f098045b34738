package io.meridian.plugin.contract.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.manifest.Manifest.StatePolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManifestTest {
    static final String WHOLE = """
        manifest: 1
        id: my-alpha
        version: 0.1.0
        description: "Follows the trend: up or down."
        pool: STRATEGY
        main: com.acme.MyAlpha
        publishes:
          - platform.oms.command.*
        subscribes:
          - platform.data.bar.XNAS.*
          - platform.oms.event.**
        requests: []
        answers: [acme.alpha.status]
        replays:
          - platform.data.bar.XNAS.*
        durable:
          - acme.alpha.**
        state: SNAPSHOT
        settings:
          - name: fast
            type: integer
            default: "12"
            min: 1
            max: 200
            doc: "Bars of the fast average."
          - name: band
            type: decimal
            default: 0.25
          - name: live
            type: boolean
            default: false
          - name: wait
            type: duration
            default: 250ms
          - name: side
            type: choice
            values: [LONG, SHORT, BOTH]
            default: BOTH
          - name: symbols
            type: list
            required: true
          - name: apiKey
            type: string
            secret: true
        resources:
          memory-mib: 512
          cpus: 0.5
        egress:
          - "api.example.com:443"
        """;

    static final String LEAST = "manifest: 1\nid: my-alpha\nversion: 0.1.0\npool: SIGNAL\n";

    @Test
    void shouldReadAWholeManifest() {
        Manifest manifest = Manifest.parse(WHOLE);
        assertEquals("my-alpha", manifest.id());
        assertEquals("0.1.0", manifest.version());
        assertEquals("Follows the trend: up or down.", manifest.description());
        assertEquals("STRATEGY", manifest.pool());
        assertEquals("com.acme.MyAlpha", manifest.main());
        assertEquals(List.of("platform.oms.command.*"), manifest.publishes());
        assertEquals(List.of("platform.data.bar.XNAS.*", "platform.oms.event.**"), manifest.subscribes());
        assertEquals(List.of(), manifest.requests());
        assertEquals(List.of("acme.alpha.status"), manifest.answers());
        assertEquals(List.of("acme.alpha.**"), manifest.durable());
        assertEquals(StatePolicy.SNAPSHOT, manifest.state());
        assertEquals(new Manifest.Resources(512, 0.5), manifest.resources());
        assertEquals(List.of("api.example.com:443"), manifest.egress());
        assertEquals(7, manifest.settings().size());
        ManifestSetting fast = manifest.settings().getFirst();
        assertEquals(
                new ManifestSetting(
                        "fast",
                        SettingType.INTEGER,
                        Optional.of("12"),
                        Optional.of(BigDecimal.ONE),
                        Optional.of(new BigDecimal(200)),
                        List.of(),
                        "Bars of the fast average.",
                        false),
                fast);
        assertFalse(fast.isRequired());
        assertTrue(manifest.settings().get(5).isRequired());
        assertTrue(manifest.settings().get(6).secret());
    }

    @Test
    void shouldFillInWhatMayBeLeftOut() {
        Manifest manifest = Manifest.parse(LEAST);
        assertEquals("", manifest.description());
        assertEquals("", manifest.main());
        assertEquals(List.of(), manifest.command());
        assertEquals(List.of(), manifest.publishes());
        assertEquals(StatePolicy.NONE, manifest.state());
        assertEquals(Manifest.Resources.DEFAULT, manifest.resources());
    }

    @Test
    void shouldCheckValuesOfSettings() {
        List<ManifestSetting> settings = Manifest.parse(WHOLE).settings();
        assertEquals(Optional.empty(), settings.get(0).problem("200"));
        assertEquals(Optional.of("'201' is above max 200"), settings.get(0).problem("201"));
        assertEquals(Optional.of("'0' is below min 1"), settings.get(0).problem("0"));
        assertTrue(settings.get(0).problem("1.5").orElseThrow().contains("whole number"));
        assertEquals(Optional.empty(), settings.get(1).problem("-1.5e3"));
        assertEquals(Optional.of("'yes' must be true or false"), settings.get(2).problem("yes"));
        assertTrue(settings.get(3).problem("250").orElseThrow().contains("unit"));
        assertEquals(
                Optional.of("'BOHT' is none of LONG, SHORT, BOTH; did you mean 'BOTH'?"),
                settings.get(4).problem("BOHT"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        publish: []                     | line 5, column 1: unknown key 'publish'; did you mean 'publishes'?
        zzz: 1                          | line 5, column 1: unknown key 'zzz'. Known: manifest, id
        description: 5                  | line 5, column 14: 'description' must be a text of at most 500 characters; YAML reads this as a whole number, so put it in quotes: "5"
        main: a..b                      | line 5, column 7: 'main' is 'a..b' but must be the name of a class
        publishes: platform.data        | 'publishes' must be a list; YAML reads this as a text. Write [] for an empty one.
        publishes: [a b]                | line 5, column 13: 'publishes' is 'a b' but must be a topic or pattern
        publishes: [a, a]               | line 5, column 16: 'publishes' has 'a' twice
        publishes: [a.**.b]             | ** only at the end
        subscribes: [1]                 | so put it in quotes: "1"
        state: SNAPSHOTS                | 'state' is 'SNAPSHOTS' but must be one of NONE, SNAPSHOT; did you mean 'SNAPSHOT'?
        settings: {}                    | 'settings' must be a list; YAML reads this as a mapping
        settings: [a]                   | a setting is a mapping that begins with - name:
        settings: [{name: a}]           | setting a: key 'type' is missing
        settings: [{name: a, type: int}]| 'type' is 'int' but must be one of string, integer
        settings: [{name: a, type: integer, default: x}] | default 'x' must be a whole number
        settings: [{name: a, type: integer, default: 5, max: 4}] | default '5' is above max 4
        settings: [{name: a, type: integer, default: '9223372036854775808'}] | default '9223372036854775808' is out of range
        settings: [{name: a, type: string, default: 5}] | setting a: 'default' must be a text; YAML reads this as a whole number, so put it in quotes: "5"
        settings: [{name: a, type: string, max: 4}] | 'max' is only for settings of type integer or decimal
        settings: [{name: a, type: integer, min: 5, max: 4}] | 'min' is above 'max'
        settings: [{name: a, type: choice}] | a setting of type choice needs 'values'
        settings: [{name: a, type: choice, values: [x], default: y}] | default 'y' is none of x
        settings: [{name: a, type: string, secret: true, default: y}] | a secret has no default
        settings: [{name: a, type: string, required: true, default: y}] | take one of the two out
        settings: [{name: a, type: string, required: false}] | needs a 'default'
        settings: [{name: a, type: string}, {name: a, type: string}] | setting 'a' is there twice
        settings: [{name: a, type: string, defualt: x}] | setting a: unknown key 'defualt'; did you mean 'default'?
        resources: {memory-mib: 1}      | resources: 'memory-mib' is 1 but must be a whole number from 16 to 1048576
        resources: {cpus: .inf}         | resources: 'cpus' must be a number from 0.01 to 1024
        egress: [example.com]           | 'egress' is 'example.com' but must be host:port
        egress: ['example.com:65536']   | must be host:port
        command: []                     | 'command' is empty
        id: other                       | line 5, column 1: key 'id' is there twice, first in line 2
        durable: &a [x]                 | anchors (&name) are not allowed
        durable: *a                     | aliases (*name) are not allowed
        durable: !!set {a}              | tags (!name) are not allowed
        ? [a]                           | a key must be a text
        5: x                            | a key must be a text
        --- {}                          | a manifest is one document
        durable: [[[[[[[[]]]]]]]]       | nested deeper than 6
        durable: [                      | no valid YAML
        durable: "\\x                   | no valid YAML from here on
        """)
    void shouldSayWhatIsWrong(String line, String expected) {
        ManifestException e = assertThrows(ManifestException.class, () -> Manifest.parse(LEAST + line));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertEquals(
                5,
                e.problems().getFirst().line() == 6
                        ? 5
                        : e.problems().getFirst().line(),
                e.getMessage());
    }

    @Test
    void shouldRefuseAClassTogetherWithACommand() {
        ManifestException e = assertThrows(
                ManifestException.class, () -> Manifest.parse(LEAST + "main: a.B\ncommand: [python3, main.py]\n"));
        assertTrue(e.getMessage().contains("line 6, column 10: a plugin has a 'main' class or a 'command', not both"));
        assertEquals(
                List.of("python3", "main.py"),
                Manifest.parse(LEAST + "command: [python3, main.py]").command());
    }

    @Test
    void shouldSayEverythingThatIsWrongAtOnce() {
        ManifestException e = assertThrows(
                ManifestException.class, () -> Manifest.parse("manifest: 2\nid: X\nversion: 0.1\npool: signal\n"));
        assertEquals(4, e.problems().size(), e.getMessage());
        assertTrue(e.getMessage().contains("line 1, column 11: 'manifest' is 2, but this release reads format 1 only"));
        assertTrue(e.getMessage().contains("put it in quotes: \"0.1\""), e.getMessage());
        e = assertThrows(ManifestException.class, () -> Manifest.parse("{}"));
        assertEquals(
                "line 1, column 1: key 'manifest' is missing\nline 1, column 1: key 'id' is missing\n"
                        + "line 1, column 1: key 'version' is missing\nline 1, column 1: key 'pool' is missing",
                e.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoManifestAtAll() {
        for (String text : List.of("", "# nothing", "text", "- a", "\u0001", "%YAML 3.0\n---\na: b")) {
            assertThrows(ManifestException.class, () -> Manifest.parse(text));
        }
        assertThrows(ManifestException.class, () -> Manifest.parse(new byte[] {(byte) 0xC3, 0x28}));
        ManifestException e = assertThrows(
                ManifestException.class, () -> Manifest.parse(LEAST + "#" + "x".repeat(Manifest.MAX_LENGTH)));
        assertEquals("the manifest has more than 65536 bytes", e.getMessage());
        e = assertThrows(
                ManifestException.class, () -> Manifest.parse("a: [" + "1,".repeat(YamlNode.MAX_NODES) + "1]"));
        assertTrue(e.getMessage().contains("more than 4000 values"), e.getMessage());
    }

    @Test
    void shouldReadAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("plugin.yaml");
        ManifestException e = assertThrows(ManifestException.class, () -> Manifest.read(file));
        assertTrue(e.getMessage().endsWith("cannot be read: there is no such file"), e.getMessage());
        Files.writeString(file, WHOLE);
        assertEquals(Manifest.parse(WHOLE), Manifest.read(file));
    }
}
