package io.meridian.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is used in the class must be declared on it. The SDK's methods are known by package and name. */
final class UndeclaredTopicTest {
    private static final String SDK = """
        package io.meridian.sdk.tried;
        public abstract class Base {
            protected final void publish(String topic, Object event) {}
            protected final Object publisher(String topic) { return null; }
            protected final void subscribe(String pattern, Runnable handler) {}
            protected final void request(String topic, Object question) {}
            protected final void respond(String pattern, Object handler) {}
            protected final void history(String topic, int last, Object handler) {}
            protected final void warmUp(String topic, int last) {}
            protected final void say(String text) {}
        }
        """;
    private static final String TOPICS = """
        package io.meridian.sdk.tried;
        public final class Topics {
            public static String insight(String model, String symbol) { return null; }
        }
        """;
    private static final String NAMES = """
        package com.acme;
        interface Names {
            String ROOT = "platform.signal";
            String OTHER = ROOT + ".other";
        }
        """;

    @TempDir
    private Path classes;

    private Compilation compile(String statement) {
        return Compilation.of(classes, SDK, TOPICS, NAMES, """
            package com.acme;
            import io.meridian.sdk.annotation.*;
            import io.meridian.sdk.tried.*;
            @MeridianPlugin(
                id = "momo", pool = "SIGNAL",
                publishes = {"platform.signal.insight.momo.*", "platform.signal.note"},
                subscribes = "platform.data.**", requests = "platform.bor.nav.*",
                answers = "platform.ask.momo", replays = "platform.data.bar.**")
            class Momo extends Base {
                static final String MINE = "platform.signal.insight.momo.";
                private String symbol;
                void run(String topic, int n) {
                    %s;
                }
            }
            """.formatted(statement));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish(\"platform.signal.note\", 1)",
                "publish(MINE + \"AAPL\", 1)",
                "publish(MINE + symbol, 1)",
                "publish((MINE + n), 1)",
                "publish(\"platform.signal.insight.%s.%s\".formatted(topic, n), 1)",
                "publish(String.format(\"platform.signal.insight.momo.%s\", n), 1)",
                "publish(\"platform.signal.insight.momo.{symbol}\", 1)",
                "publish(topic + \".note\", 1)",
                "publish(topic, 1)",
                "publish(topic.trim(), 1)",
                "publish(Topics.insight(\"momo\", symbol), 1)",
                "publisher(Topics.insight(topic, symbol))",
                "publish(Names.ROOT + \".note\", 1)",
                "subscribe(\"platform.data.quote.**\", () -> publish(\"platform.signal.note\", 1))",
                "subscribe(\"platform.data.quote.*.AAPL\", () -> {})",
                "request(\"platform.bor.nav.p1\", 1)",
                "respond(\"platform.ask.momo\", 1)",
                "history(\"platform.data.bar.X.Y\", 1, null)",
                "warmUp(\"platform.data.bar.X.Y\", 1)",
                "say(\"platform.nowhere\")"
            })
    void shouldCompileWhenWhatIsUsedIsOrMayBeDeclared(String statement) {
        Compilation compilation = compile(statement);

        assertTrue(compilation.good(), compilation.errors()::toString);
        assertTrue(compilation.wrote(PluginProcessor.MANIFEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        publish("platform.signal.nota", 1)                  | "platform.signal.nota"            | publishes
        publish(Names.OTHER, 1)                             | "platform.signal.other"           | publishes
        publish(MINE + symbol + ".x", 1)                    | "platform.signal.insight.momo.{?}.x" | publishes
        publish("platform.signal.insight.other." + n, 1)    | "platform.signal.insight.other.{?}" | publishes
        publish("platform.oms.%s".formatted(n), 1)          | "platform.oms.{?}"                | publishes
        publish(Topics.insight("other", symbol), 1)         | "platform.signal.insight.other.{?}" | publishes
        publisher("platform.data.quote.X.Y")                | "platform.data.quote.X.Y"         | publishes
        subscribe("platform.signal.note", () -> {})         | "platform.signal.note"            | subscribes
        subscribe("**", () -> {})                           | "**"                              | subscribes
        subscribe("platform.*.quote", () -> {})             | "platform.*.quote"                | subscribes
        new Thread(() -> publish("a.b", 1)).start()         | "a.b"                             | publishes
        request("platform.bor.cash.p1", 1)                  | "platform.bor.cash.p1"            | requests
        respond("platform.ask.other", 1)                    | "platform.ask.other"              | answers
        history("platform.data.trade.X.Y", 1, null)         | "platform.data.trade.X.Y"         | replays
        warmUp("platform.data.trade.X.Y", 1)                | "platform.data.trade.X.Y"         | replays
        """)
    void shouldFailTheCompilationAtTheLineWhenATopicIsUsedButNotDeclared(
            String statement, String topic, String member) {
        Compilation compilation = compile(statement);

        assertFalse(compilation.good());
        assertEquals(1, compilation.errors().size(), compilation.errors()::toString);
        String error = compilation.errors().getFirst();
        assertTrue(error.startsWith("13: "), error);
        assertTrue(error.contains("Topic " + topic + " is used here and not declared"), error);
        assertTrue(error.contains("Add it to the annotation of Momo: " + member + " = "), error);
    }

    @Test
    void shouldSayThatItIsNoTopicWhenItIsNone() {
        Compilation compilation = compile("publish(\"platform..x\", 1)");

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains("is no topic: segment 2 is empty"));
    }

    @Test
    void shouldLookIntoClassesInsideThePluginWhenTheyUseTheSdk() {
        Compilation compilation = compile("} class Inner { void go() { publish(\"a.b\", 1); }");

        assertFalse(compilation.good());
        assertTrue(compilation.errors().getFirst().contains("\"a.b\""));
    }

    @Test
    void shouldNeverRefuseWhatSomeRunCouldDeclareWhenPartsAreUnknown() {
        Random random = new Random(7);
        String[] names = {"a", "b", "ab", "ba", "aba"};
        for (int i = 0; i < 200_000; i++) {
            int length = 1 + random.nextInt(4);
            StringBuilder topic = new StringBuilder();
            StringBuilder pattern = new StringBuilder();
            for (int j = 0; j < length; j++) {
                String name = names[random.nextInt(names.length)];
                topic.append(j == 0 ? "" : ".").append(name);
                if (pattern.indexOf("**") < 0) {
                    int kind = random.nextInt(5);
                    pattern.append(j == 0 ? "" : ".").append(kind == 0 ? "*" : kind == 1 ? "**" : name);
                }
            }
            // The pattern covers the topic; so whatever part of it is unknown, it may.
            int from = random.nextInt(topic.length() + 1);
            int to = from + random.nextInt(topic.length() + 1 - from);
            String used =
                    from == to ? topic.toString() : topic.substring(0, from) + TopicShape.UNKNOWN + topic.substring(to);
            assertTrue(
                    TopicShape.mayCover(pattern.toString(), used),
                    () -> pattern + " should cover " + TopicShape.shown(used) + " of " + topic);
        }
    }
}
