package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.manager.account.Role;
import io.meridian.plugin.contract.trading.BookSnapshotEncoder;
import io.meridian.plugin.contract.trading.BookUpdateEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.ui.GatewayRig.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order books as a page shows them: the latest of an instrument, with its levels in their order, also to those who only look. */
final class LiveBooksTest {
    private static final String TOPIC = "platform.data.book.XNAS.AAPL";
    private static final int MANY = 2_000;

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheLastBookWithItsLevelsWhenThereAreManyAndChangesBesideThem() throws Exception {
        try (GatewayRig rig = new GatewayRig(folder)) {
            rig.account("viewer", Set.of(Role.VIEWER));
            Browser viewer = rig.browser("viewer");
            try (LiveBrowser live = LiveBrowser.open(rig, rig.address(), viewer.cookie());
                    Publisher books = rig.bus.publisher(PublisherSpec.fast(TOPIC)
                            .schema(BookSnapshotEncoder.TEMPLATE_ID, BookSnapshotEncoder.SCHEMA_VERSION))) {
                MessageContext changes =
                        new MessageContext().schema(BookUpdateEncoder.TEMPLATE_ID, BookUpdateEncoder.SCHEMA_VERSION);
                live.say("{\"op\":\"open\",\"id\":1,\"stream\":\"books\",\"pattern\":\"" + TOPIC + "\"}");
                live.await(message -> {
                    publish(books, book(1));
                    return live.counted(1) > 0;
                });
                for (int i = 2; i <= MANY; i++) {
                    publish(books, book(i));
                    books.offer(changes, change(), 0, change().capacity());
                }
                live.await(message -> {
                    List<JsonNode> rows = live.rows(1);
                    return !rows.isEmpty() && price(rows.getLast(), "bids", 0).equals("20.00");
                });
                List<JsonNode> rows = live.rows(1);
                assertTrue(rows.size() < MANY, rows.size() + " rows");
                assertTrue(
                        rows.stream().allMatch(row -> row.get("kind").asText().equals("BookSnapshot")));
                JsonNode fields = rows.getLast().get("fields");
                assertEquals(2, fields.get("bids").size());
                assertEquals(1, fields.get("asks").size());
                assertEquals("19.99", price(rows.getLast(), "bids", 1));
                assertEquals("20.01", price(rows.getLast(), "asks", 0));
                assertEquals("7", fields.get("asks").get(0).get("orders").asText());
                assertEquals("300", fields.get("asks").get(0).get("size").asText());
            }
        }
    }

    @Test
    void shouldSayWhereBooksAreWhenTheyAreLookedForElsewhere() throws Exception {
        try (GatewayRig rig = new GatewayRig(folder)) {
            rig.account("viewer", Set.of(Role.VIEWER));
            try (LiveBrowser live =
                    LiveBrowser.open(rig, rig.address(), rig.browser("viewer").cookie())) {
                live.say(
                        "{\"op\":\"open\",\"id\":1,\"stream\":\"books\",\"pattern\":\"platform.data.quote.XNAS.AAPL\"}");
                live.await(message -> message.path("detail").asText().contains("books are on platform.data.book.*.*"));
            }
        }
    }

    private static String price(JsonNode row, String side, int level) {
        return row.path("fields").path(side).path(level).path("price").asText();
    }

    private static UnsafeBuffer book(int cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        BookSnapshotEncoder book = new BookSnapshotEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        book.symbol("AAPL").venue("XNAS").currency("USD");
        BookSnapshotEncoder.BidsEncoder bids = book.bidsCount(2);
        for (int level = 0; level < 2; level++) {
            bids.next().orders(0);
            bids.price().mantissa(cents - level).scale((byte) 2);
            bids.size().mantissa(100).scale((byte) 0);
        }
        BookSnapshotEncoder.AsksEncoder asks = book.asksCount(1).next().orders(7);
        asks.price().mantissa(cents + 1).scale((byte) 2);
        asks.size().mantissa(300).scale((byte) 0);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + book.encodedLength());
    }

    private static UnsafeBuffer change() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        BookUpdateEncoder change = new BookUpdateEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        change.symbol("AAPL").venue("XNAS").currency("USD").changesCount(0);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + change.encodedLength());
    }

    private static void publish(Publisher publisher, UnsafeBuffer message) {
        while (publisher.offer(message, 0, message.capacity()) < 0) {
            Thread.onSpinWait();
        }
    }
}
