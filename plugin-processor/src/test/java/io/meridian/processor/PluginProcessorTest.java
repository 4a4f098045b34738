package io.meridian.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.manifest.Manifest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PluginProcessorTest {
    @TempDir
    private Path classes;

    private static String plugin(String members) {
        return """
            package com.acme;
            import io.meridian.sdk.annotation.*;
            @MeridianPlugin(%s)
            public final class Momo {
                enum Style { CALM, BOLD, TRUE }
                record Options(
                    @Setting(value = "12", min = 1, max = 200, doc = "Bars of the \\"fast\\" average") int fast,
                    String account,
                    @Setting(value = "BOLD") Style style,
                    @Setting(value = "250ms") java.time.Duration pause,
                    @Setting(secret = true) String key,
                    @Setting(value = "a,b") java.util.List<String> symbols) {}
            }
            """.formatted(members);
    }

    @Test
    void shouldWriteTheManifestWhenTheClassDeclaresIt() {
        Compilation compilation = Compilation.of(classes, plugin("""
            id = "momo", version = "1.2.0-rc1", description = "Follows: \\"the\\" trend", pool = Pool.STRATEGY,
            publishes = {"platform.portfolio.target.momo", "platform.signal.insight.momo.*"},
            subscribes = "platform.data.quote.**", durable = "platform.signal.insight.momo.*",
            state = StatePolicy.SNAPSHOT, settings = Momo.Options.class, egress = "api.example.com:443",
            resources = @Resources(memoryMib = 128, cpus = 0.5)\
            """));

        assertTrue(compilation.good(), compilation.errors()::toString);
        assertEquals("""
            # Written by the build from the annotation of com.acme.Momo. Change that, not this file.
            manifest: 1
            id: momo
            version: "1.2.0-rc1"
            description: "Follows: \\"the\\" trend"
            pool: STRATEGY
            main: com.acme.Momo
            publishes:
              - platform.portfolio.target.momo
              - platform.signal.insight.momo.*
            subscribes:
              - platform.data.quote.**
            requests: []
            answers: []
            replays: []
            durable:
              - platform.signal.insight.momo.*
            state: SNAPSHOT
            settings:
              - name: fast
                type: integer
                default: "12"
                min: 1
                max: 200
                doc: "Bars of the \\"fast\\" average"
              - name: account
                type: string
                required: true
              - name: style
                type: choice
                default: "BOLD"
                values: [CALM, BOLD, "TRUE"]
              - name: pause
                type: duration
                default: "250ms"
              - name: key
                type: string
                required: true
                secret: true
              - name: symbols
                type: list
                default: "a,b"
            resources:
              memory-mib: 128
              cpus: 0.5
            egress:
              - "api.example.com:443"
            """, compilation.output(PluginProcessor.MANIFEST));
        Manifest manifest = Manifest.parse(compilation.output(PluginProcessor.MANIFEST));
        assertEquals("Follows: \"the\" trend", manifest.description());
        assertEquals(6, manifest.settings().size());
    }

    @Test
    void shouldWriteWhatItAsksToBeGrantedWhenTheClassDeclaresTopics() {
        Compilation compilation = Compilation.of(classes, plugin("""
            id = "momo", pool = "STRATEGY", publishes = "platform.portfolio.target.momo",
            subscribes = "platform.data.quote.**", requests = "platform.bor.nav.*", answers = "x.y", replays = "x.z"
            """));

        assertTrue(compilation.good(), compilation.errors()::toString);
        assertEquals("""
            # What momo 0.1.0 asks to be granted, written by the build from its manifest.
            pending momo-r1 publish platform.portfolio.target.momo
            pending momo-r2 subscribe platform.data.quote.**
            pending momo-r3 request platform.bor.nav.*
            pending momo-r4 subscribe x.y
            pending momo-r5 replay x.z
            """, compilation.output(PluginProcessor.GRANTS_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        id = "Momo", pool = "P"                                        | id="Momo" is not 2 to 40
        id = "momo", pool = "P", version = "1"                         | version="1" is no semantic version
        id = "momo", pool = "P", publishes = "a..b"                    | segment 2 is empty
        id = "momo", pool = "P", publishes = {"a.b", "a.b"}            | it is there twice
        id = "momo", pool = "P", subscribes = "a.**.b"                 | '**' is only allowed at the end
        id = "momo", pool = "P", subscribes = "a.x*"                   | segment 'x*' has other characters
        id = "momo", pool = "P", requests = "deployment.prod.a"        | the sidecar adds the deployment
        id = "momo", pool = "P", egress = "example.com"                | is not host:port
        id = "momo", pool = "P", resources = @Resources(memoryMib = 1) | at least 16 MiB
        """)
    void shouldFailTheCompilationAndWriteNoManifestWhenTheAnnotationIsWrong(String members, String complaint) {
        Compilation compilation = Compilation.of(classes, plugin(members));

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains(complaint), compilation.errors()::toString);
        assertTrue(compilation.errors().getFirst().startsWith("3: "), compilation.errors()::toString);
        assertFalse(compilation.wrote(PluginProcessor.MANIFEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        @Setting("x") int a                      | has the default "x", which is no integer
        @Setting(value = "9", max = 5) int a     | which is not from
        @Setting("maybe") boolean a              | neither true nor false
        @Setting(value = "x", secret = true) String a | a secret has no default
        @Setting(value = "a", min = 3) String a  | only numbers have bounds
        @Setting("1e9") double a                 | which is no decimal
        @Setting("soon") java.time.Duration a    | which is no duration
        @Setting("C") Mode a                     | none of [A, B]
        @Setting(min = 3, max = 2) int a         | min=3.0 above max=2.0
        java.util.Map<String, String> a          | a type that settings cannot have
        """)
    void shouldFailTheCompilationWhenASettingIsWrong(String component, String complaint) {
        Compilation compilation = Compilation.of(classes, """
            package com.acme;
            import io.meridian.sdk.annotation.*;
            @MeridianPlugin(id = "momo", pool = "P", settings = Momo.Options.class)
            class Momo {
                enum Mode { A, B }
                record Options(
                    %s) {}
            }
            """.formatted(component));

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains(complaint), compilation.errors()::toString);
        assertTrue(compilation.errors().getFirst().startsWith("7: "), compilation.errors()::toString);
    }

    @Test
    void shouldFailTheCompilationWhenAModuleHasTwoPlugins() {
        String one = "package com.acme; import io.meridian.sdk.annotation.*;"
                + " @MeridianPlugin(id = \"one\", pool = \"P\") class One {}";
        Compilation compilation =
                Compilation.of(classes, one, one.replace("one", "two").replace("One", "Two"));

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains("a module has one manifest"));
    }

    @Test
    void shouldFailTheCompilationWhenTheClassCannotBeMade() {
        Compilation compilation = Compilation.of(
                classes,
                "package com.acme; import io.meridian.sdk.annotation.*;"
                        + " @MeridianPlugin(id = \"one\", pool = \"P\") abstract class One {}");

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains("is no class that can be made"));
    }

    @Test
    void shouldLeaveSourcesAloneWhenThereIsNoPlugin() {
        Compilation compilation = Compilation.of(classes, "package com.acme; class Plain {}");

        assertTrue(compilation.good());
        assertFalse(compilation.wrote(PluginProcessor.MANIFEST));
    }
}
