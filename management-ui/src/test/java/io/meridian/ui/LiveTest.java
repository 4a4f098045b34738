package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.manager.account.Role;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.ui.GatewayRig.Browser;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live connection: who is let in, what comes, how much of it, and what somebody costs who does not read. */
final class LiveTest {
    @TempDir
    private Path folder;

    private GatewayRig rig;

    @BeforeEach
    void begin() {
        rig = new GatewayRig(folder);
        rig.account("anna", EnumSet.allOf(Role.class));
        rig.account("viewer", Set.of(Role.VIEWER));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private static void publish(Publisher publisher, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        while (publisher.offer(buffer, 0, bytes.length) < 0) {
            Thread.onSpinWait();
        }
    }

    private Publisher json(String topic) {
        return rig.bus.publisher(PublisherSpec.fast(topic).contentType("application/json"));
    }

    @Test
    void shouldLetInOnlyItsOwnPagesAndOnlyWhoIsLoggedIn() throws Exception {
        Browser anna = rig.browser("anna");
        String own = rig.address();
        assertEquals(403, refused("https://evil.example.com", anna.cookie()));
        assertEquals(403, refused("null", anna.cookie()));
        assertEquals(403, refused(own.replace("127.0.0.1", "localhost"), anna.cookie()));
        assertEquals(403, refused(null, anna.cookie()), "a browser always says where its page is from");
        assertEquals(401, refused(own, null));
        assertEquals(401, refused(own, "__Host-meridian=" + "A".repeat(43)));
        try (LiveBrowser live = LiveBrowser.open(rig, own, anna.cookie())) {
            live.say("{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.**\"}");
            live.say("{\"op\":\"close\",\"id\":1}");
            live.await(message -> message.path("type").asText().equals("closed"));
        }
    }

    private int refused(String origin, String cookie) {
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> LiveBrowser.open(rig, origin, cookie).close());
        WebSocketHandshakeException refused = (WebSocketHandshakeException) failed.getCause();
        return refused.getResponse().statusCode();
    }

    @Test
    void shouldCountEveryMessageAndShowTenASecondOfATopicWhenThereAreMore() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher busy = json("platform.data.quote.XNAS.BUSY");
                Publisher calm = json("platform.data.quote.XNAS.CALM")) {
            live.say(
                    "{\"op\":\"open\",\"id\":7,\"stream\":\"messages\",\"pattern\":\"platform.data.**\",\"limit\":500}");
            live.awaitReading(rig, "platform.data.quote.XNAS.WARM", 7);
            long before = live.counted(7);
            for (int i = 1; i <= 4_000; i++) {
                publish(busy, "{\"i\":" + i + "}");
                if (i % 1_000 == 0) {
                    publish(calm, "{\"i\":" + i + "}");
                }
            }
            live.await(message -> message.path("counted").asLong() == before + 4_004
                    && message.path("shown").asLong() + message.path("dropped").asLong() == before + 4_004);
            List<JsonNode> rows = live.rows(7);
            assertEquals(4, of(rows, "CALM").size(), "a topic that has little is shown whole");
            assertEquals(
                    4_000, of(rows, "BUSY").getLast().path("fields").path("i").asInt(), "the latest is never lost");
            live.requireAtMostTenASecond();
            assertEquals(0, live.last(7).path("missed").asLong());
        }
    }

    private static List<JsonNode> of(List<JsonNode> rows, String end) {
        return rows.stream()
                .filter(row -> row.get("topic").asText().endsWith(end))
                .toList();
    }

    @Test
    void shouldGoOnCountingWhenItIsPaused() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = json("platform.data.quote.XNAS.AAPL")) {
            live.say("{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.data.**\"}");
            live.awaitReading(rig, "platform.data.quote.XNAS.WARM", 1);
            live.say("{\"op\":\"pause\",\"id\":1}");
            live.say("{\"op\":\"close\",\"id\":99}");
            live.await(message -> message.path("id").asInt() == 99);
            long before = live.counted(1);
            for (int i = 0; i < 500; i++) {
                publish(publisher, "{}");
            }
            live.await(message -> message.path("counted").asLong() == before + 500);
            assertTrue(of(live.rows(1), "AAPL").isEmpty());
            live.say("{\"op\":\"resume\",\"id\":1}");
            live.say("{\"op\":\"close\",\"id\":98}");
            live.await(message -> message.path("id").asInt() == 98);
            publish(publisher, "{\"last\":true}");
            live.await(message -> message.path("counted").asLong() == before + 501);
            live.await(message -> !of(live.rows(1), "AAPL").isEmpty());
            assertEquals(1, of(live.rows(1), "AAPL").size());
        }
    }

    @Test
    void shouldHideWhomItIsAboutFromWhoOnlyLooks() throws Exception {
        Browser viewer = rig.browser("viewer");
        Browser anna = rig.browser("anna");
        String secret =
                "{\"symbol\":\"AAPL\",\"price\":101.5,\"account\":\"fund-7\",\"who\":{\"trader\":\"carl\"},\"reason\":\"x\"}";
        try (LiveBrowser looks = LiveBrowser.open(rig, rig.address(), viewer.cookie());
                LiveBrowser works = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = json("platform.data.quote.XNAS.AAPL")) {
            for (LiveBrowser each : List.of(looks, works)) {
                each.say("{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.data.**\"}");
                each.say("{\"op\":\"open\",\"id\":2,\"stream\":\"messages\",\"pattern\":\"platform.data.**\","
                        + "\"filter\":\"fields.account == 'fund-7'\"}");
                each.awaitReading(rig, "platform.data.quote.XNAS.WARM" + each.number(), 1);
            }
            publish(publisher, secret);
            looks.await(message -> !of(looks.rows(1), "AAPL").isEmpty());
            works.await(message -> !of(works.rows(1), "AAPL").isEmpty());
            works.await(message -> works.counted(2) == 1);
            JsonNode shown = of(looks.rows(1), "AAPL").getFirst();
            assertEquals("•••", shown.path("fields").path("account").asText());
            assertEquals("•••", shown.path("fields").path("reason").asText());
            assertTrue(shown.get("hex").isNull());
            assertFalse(shown.toString().contains("fund-7") || shown.toString().contains("carl"), shown.toString());
            assertEquals(0, looks.counted(2), "what is hidden cannot be asked for either");
            JsonNode whole = of(works.rows(1), "AAPL").getFirst();
            assertEquals("fund-7", whole.path("fields").path("account").asText());
            assertTrue(whole.get("hex").asText().startsWith("7b22"), whole.toString());
        }
    }

    @Test
    void shouldShowOnlyWhatTheFilterWantsAndSayWhatIsWrongWithOne() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = json("platform.data.quote.XNAS.AAPL")) {
            live.say("{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.data.**\"}");
            live.say("{\"op\":\"open\",\"id\":2,\"stream\":\"messages\",\"pattern\":\"platform.data.**\","
                    + "\"filter\":\"fields.n > 7 && topic.endsWith('AAPL')\"}");
            for (String wrong :
                    List.of("fields.n >", "nothing == 1", "1 + 1", "[1,2].all(x, x > 0)", "a".repeat(501))) {
                live.say(
                        "{\"op\":\"open\",\"id\":3,\"stream\":\"messages\",\"pattern\":\"platform.data.**\",\"filter\":\""
                                + wrong + "\"}");
                live.await(message -> message.path("type").asText().equals("problem")
                        && message.path("detail").asText().contains("filter"));
                live.forget();
            }
            live.awaitReading(rig, "platform.data.quote.XNAS.WARM", 1);
            for (int i = 1; i <= 10; i++) {
                publish(publisher, "{\"n\":" + i + "}");
            }
            live.await(message -> live.counted(2) == 3);
            live.await(message -> of(live.rows(2), "AAPL").size() == 3);
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie())) {
            for (String wrong : List.of(
                    "no json",
                    "[]",
                    "{}",
                    "{\"op\":\"open\"}",
                    "{\"op\":\"open\",\"id\":0,\"stream\":\"rates\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"secrets\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"..\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"quotes\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"quotes\",\"pattern\":\"platform.data.**\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"quotes\",\"pattern\":\"platform.oms.event.a\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"a.b\",\"from\":\"yesterday\"}",
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"a.b\",\"limit\":100000}",
                    "{\"op\":\"pause\",\"id\":5}",
                    "{\"op\":\"close\",\"id\":1,\"more\":1}")) {
                live.say(wrong);
                live.await(message -> message.path("type").asText().equals("problem"));
                live.forget();
            }
        }
    }

    @Test
    void shouldEndTheConnectionWhenTheLoginEnds() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie())) {
            live.say("{\"op\":\"open\",\"id\":1,\"stream\":\"rates\"}");
            assertEquals(204, rig.ask("DELETE", "/ui/session", anna, null).statusCode());
            assertEquals(4401, live.awaitEnd());
        }
    }

    @Test
    void shouldTellTheRateOfEachTopic() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = json("platform.data.quote.XNAS.AAPL")) {
            live.say("{\"op\":\"open\",\"id\":2,\"stream\":\"rates\"}");
            live.await(message -> message.path("type").asText().equals("rates"));
            for (int i = 0; i < 1_234; i++) {
                publish(publisher, "{}");
            }
            live.await(message -> {
                for (JsonNode topic : message.path("topics")) {
                    if (topic.get("topic").asText().equals("platform.data.quote.XNAS.AAPL")
                            && topic.get("total").asLong() == 1_234) {
                        return true;
                    }
                }
                return false;
            });
        }
    }

    @Test
    void shouldShowTheLatestOfEachOrder() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = rig.bus.publisher(PublisherSpec.durable("platform.oms.event.hello")
                        .schema(OrderEventEncoder.TEMPLATE_ID, OrderEventEncoder.SCHEMA_VERSION))) {
            live.say("{\"op\":\"open\",\"id\":3,\"stream\":\"orders\"}");
            live.await(message -> {
                publish(publisher, order("warm", 1, OrderState.CREATED));
                return live.counted(3) > 0;
            });
            for (int i = 1; i <= 200; i++) {
                publish(publisher, order("order-" + i % 4, i, i > 196 ? OrderState.FILLED : OrderState.OPEN));
            }
            Map<String, JsonNode> latest = new HashMap<>();
            live.await(message -> {
                live.rows(3).forEach(row -> latest.put(row.get("key").asText(), row));
                return latest.size() == 5
                        && latest.entrySet().stream()
                                .filter(each -> !each.getKey().equals("warm"))
                                .allMatch(each -> each.getValue()
                                        .path("fields")
                                        .path("state")
                                        .asText()
                                        .equals("FILLED"));
            });
            JsonNode fields = latest.get("order-0").get("fields");
            assertEquals("200", fields.get("eventNumber").asText());
            assertEquals("12.50", fields.get("limitPrice").asText());
            assertEquals("BUY", fields.get("side").asText());
            assertEquals("why not", fields.get("reason").asText());
            assertEquals("OrderEvent", latest.get("order-0").get("kind").asText());
        }
    }

    private static UnsafeBuffer order(String id, int number, OrderState state) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
        OrderEventEncoder event = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        event.eventNumber(number)
                .orderId(id)
                .portfolio("hello")
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD");
        event.limitPrice().mantissa(1250).scale((byte) 2);
        event.quantity().mantissa(100).scale((byte) 0);
        event.side(Side.BUY).state(state).previousState(OrderState.NULL_VAL).cause(OrderCause.NULL_VAL);
        event.reason("why not");
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }

    private static void publish(Publisher publisher, UnsafeBuffer message) {
        while (publisher.offer(message, 0, message.capacity()) < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldShowThePastWholeAndInItsOrder() throws Exception {
        Browser anna = rig.browser("anna");
        Instant before = Instant.now().minusSeconds(60);
        try (Publisher publisher = rig.bus.publisher(
                        PublisherSpec.durable("platform.signal.insight.m.AAPL").contentType("application/json"));
                LiveBrowser live = LiveBrowser.open(rig, rig.address(), anna.cookie())) {
            for (int i = 1; i <= 1_500; i++) {
                publish(publisher, "{\"i\":" + i + "}");
            }
            live.say("{\"op\":\"open\",\"id\":4,\"stream\":\"messages\",\"pattern\":\"platform.signal.**\",\"from\":\""
                    + before + "\",\"limit\":1200}");
            live.await(message -> message.path("type").asText().equals("closed"));
            List<Integer> shown = new ArrayList<>();
            live.rows(4).forEach(row -> shown.add(row.path("fields").path("i").asInt()));
            assertEquals(1_200, shown.size());
            for (int i = 0; i < shown.size(); i++) {
                assertEquals(i + 1, shown.get(i));
            }
        }
    }

    @Test
    void shouldKeepLittleAndHoldUpNobodyWhenOneDoesNotRead() throws Exception {
        Browser anna = rig.browser("anna");
        try (LiveBrowser stalled = LiveBrowser.open(rig, rig.address(), anna.cookie());
                LiveBrowser reads = LiveBrowser.open(rig, rig.address(), anna.cookie());
                Publisher publisher = json("platform.data.quote.XNAS.AAPL")) {
            String open =
                    "{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.data.**\",\"limit\":500}";
            reads.say(open);
            reads.awaitReading(rig, "platform.data.quote.XNAS.WARM", 1);
            stalled.stop();
            stalled.say(open);
            long before = reads.counted(1);
            long used = used();
            String padding = "x".repeat(20_000);
            for (int i = 1; i <= 10_000; i++) {
                publish(publisher, "{\"i\":" + i + ",\"p\":\"" + padding + "\"}");
                if (i % 100 == 0) {
                    Thread.yield();
                }
            }
            reads.await(message ->
                    message.path("counted").asLong() + message.path("missed").asLong() >= before + 10_000);
            reads.await(message -> !reads.rows(1).isEmpty()
                    && reads.rows(1).getLast().path("fields").path("i").asInt() == 10_000);
            reads.forget();
            long more = used() - used;
            assertTrue(more < 96 << 20, "200 MB came, and " + (more >> 20) + " MiB of it are kept");
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
