package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.manager.account.Role;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.ui.GatewayRig.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotes as a page shows them: the latest of each instrument, however many come. */
final class LiveQuotesTest {
    private static final int MANY = 5_000;

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheLastQuoteOfAnInstrumentAndCountAllWhenThereAreMany() throws Exception {
        try (GatewayRig rig = new GatewayRig(folder)) {
            rig.account("viewer", Set.of(Role.VIEWER));
            Browser viewer = rig.browser("viewer");
            try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), viewer.cookie());
                    Publisher apple = publisher(rig, "AAPL");
                    Publisher other = publisher(rig, "MSFT")) {
                live.say(
                        "{\"op\":\"open\",\"id\":1,\"stream\":\"quotes\",\"pattern\":\"platform.data.quote.XNAS.AAPL\"}");
                live.await(message -> {
                    publish(apple, quote("AAPL", 1));
                    return live.counted(1) > 0;
                });
                live.say("{\"op\":\"close\",\"id\":99}");
                live.await(message -> message.path("id").asInt() == 99);
                for (int i = 2; i <= MANY; i++) {
                    publish(apple, quote("AAPL", i));
                    publish(other, quote("MSFT", i));
                }
                live.await(message -> {
                    List<JsonNode> rows = live.rows(1);
                    return !rows.isEmpty() && price(rows.getLast()).equals("50.00");
                });
                List<JsonNode> rows = live.rows(1);
                assertTrue(rows.size() < MANY, rows.size() + " rows");
                assertTrue(
                        rows.stream().allMatch(row -> row.get("kind").asText().equals("Quote")));
                assertTrue(
                        rows.stream().allMatch(row -> row.get("topic").asText().endsWith(".AAPL")));
                assertEquals(
                        "platform.data.quote.XNAS.AAPL",
                        rows.getLast().get("key").asText());
            }
        }
    }

    private static String price(JsonNode row) {
        return row.path("fields").path("bidPrice").asText();
    }

    private static Publisher publisher(GatewayRig rig, String symbol) {
        return rig.bus.publisher(PublisherSpec.fast("platform.data.quote.XNAS." + symbol)
                .schema(QuoteEncoder.TEMPLATE_ID, QuoteEncoder.SCHEMA_VERSION));
    }

    private static UnsafeBuffer quote(String symbol, int cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        QuoteEncoder quote = new QuoteEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        quote.symbol(symbol).venue("XNAS").currency("USD");
        quote.bidPrice().mantissa(cents).scale((byte) 2);
        quote.bidSize().mantissa(100).scale((byte) 0);
        quote.askPrice().mantissa(cents + 1).scale((byte) 2);
        quote.askSize().mantissa(100).scale((byte) 0);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + quote.encodedLength());
    }

    private static void publish(Publisher publisher, UnsafeBuffer message) {
        while (publisher.offer(message, 0, message.capacity()) < 0) {
            Thread.onSpinWait();
        }
    }
}
