package io.meridian.sdk.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.BookSnapshotDecoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.test.Sim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class BookSnapshotTest {
    private static final String TOPIC = "platform.data.book.XNAS.AAPL";
    private static final int LEVELS_AT = 8 + BookSnapshotDecoder.BLOCK_LENGTH;

    /** Keeps a copy of each book, and buys where more is bid for than is offered. */
    @MeridianPlugin(
            id = "depth",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.book.**",
            publishes = "platform.oms.command.depth")
    public static final class Depth extends Strategy {
        private final List<BookSnapshot> seen = new ArrayList<>();

        @Override
        public void onBookSnapshot(BookSnapshot book) {
            seen.add(book.copy());
            if (book.bids().size(0) > book.asks().size(0)) {
                buy(book.symbol(), 10, book.asks().price(0));
            }
        }
    }

    private static BookDepth depth() {
        return new BookDepth()
                .bid(100.01, 500, 3)
                .bid(100, 1_200.5)
                .bid(99.5, 7, 1)
                .ask(100.03, 400, Integer.MAX_VALUE)
                .ask(101, 1e6, 12);
    }

    private static byte[] encoded(BookDepth depth) {
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(16);
        // Room that was used before must not shine through.
        Arrays.fill(scratch.byteArray(), (byte) -1);
        new BookSnapshotWriter().book(scratch, 0, 5, "XNAS", "AAPL", "USD", 77, depth);
        byte[] payload = new byte[BookSnapshotWriter.length(depth)];
        scratch.getBytes(0, payload);
        return payload;
    }

    private static BookSnapshot delivered(byte[] payload) {
        try (Sim sim = Sim.of(Depth.class)) {
            sim.publish(TOPIC, BookSnapshotDecoder.TEMPLATE_ID, EventWriter.VERSION, payload);
            return ((Depth) sim.plugin()).seen.getLast();
        }
    }

    private static String side(BookLevels levels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < levels.count(); i++) {
            text.append(levels.price(i)).append(' ').append(levels.size(i)).append(' ');
            text.append(levels.orders(i)).append('|');
        }
        return text.toString();
    }

    @Test
    void shouldReadTheLevelsThatWereWritten() {
        BookSnapshot book = delivered(encoded(depth()));
        assertEquals("100.01 500.0 3|100.0 1200.5 0|99.5 7.0 1|", side(book.bids()));
        assertEquals("100.03 400.0 2147483647|101.0 1000000.0 12|", side(book.asks()));
        assertEquals(List.of("AAPL", "XNAS", "USD"), List.of(book.symbol(), book.venue(), book.currency()));
        assertEquals(77, book.venueSequence());
        assertEquals(5, book.tsEvent());
        assertEquals(100.02, book.mid(), 1e-9);
        assertEquals(0.02, book.spread(), 1e-9);
        assertSame(book.bids(), book.bids());
    }

    @Test
    void shouldReadTheSameAsTheDecoderOfTheSchema() {
        BookSnapshotDecoder decoder = delivered(encoded(depth())).decoder();
        StringBuilder text = new StringBuilder();
        decoder.bids()
                .forEachRemaining(level -> text.append(level.price().mantissa())
                        .append('e')
                        .append(level.price().scale())
                        .append(' ')
                        .append(level.orders())
                        .append('|'));
        decoder.asks()
                .forEachRemaining(level -> text.append(level.size().mantissa())
                        .append(' ')
                        .append(level.orders())
                        .append('|'));
        assertEquals("10001e2 3|100e0 0|995e1 1|400 2147483647|1000000 12|", text.toString());
    }

    @Test
    void shouldSayThatNobodyIsThereWhenABookIsNotThatDeep() {
        BookSnapshot book = delivered(encoded(new BookDepth().ask(1, 2)));
        assertEquals(0, book.bids().count());
        assertTrue(Double.isNaN(book.bids().price(0)));
        assertTrue(Double.isNaN(book.mid()));
        assertTrue(Double.isNaN(book.asks().size(1)));
        assertEquals(0, book.asks().orders(1));
        assertThrows(IndexOutOfBoundsException.class, () -> book.asks().price(-1));
    }

    @Test
    void shouldRefuseABookThatSaysItIsLongerThanItsMessage() {
        byte[] payload = encoded(depth());
        new UnsafeBuffer(payload).putShort(LEVELS_AT + 2, (short) 1_000);
        assertThrows(IllegalArgumentException.class, () -> readAlone(payload).bids());
        byte[] cut = Arrays.copyOf(encoded(depth()), LEVELS_AT + 2);
        assertThrows(IllegalArgumentException.class, () -> readAlone(cut).asks());
        byte[] without = Arrays.copyOf(encoded(depth()), payload.length - 22);
        assertEquals(3, readAlone(without).bids().count());
        assertThrows(IllegalArgumentException.class, () -> readAlone(without).asks());
    }

    /** Without a plugin that would look at it. */
    private static BookSnapshot readAlone(byte[] payload) {
        try (Sim sim = Sim.of(Depth.class).allowFailures()) {
            sim.publish(TOPIC, BookSnapshotDecoder.TEMPLATE_ID, EventWriter.VERSION, payload);
            return ((Depth) sim.plugin()).seen.getLast();
        }
    }

    /** Each level of a version to come has four bytes more. */
    @Test
    void shouldPassOverWhatANewerVersionHasMoreInALevel() {
        byte[] payload = encoded(new BookDepth().bid(3, 1).bid(2, 1).ask(4, 9));
        byte[] wider = new byte[payload.length + 12];
        int from = 0;
        int to = 0;
        for (int chunk : new int[] {LEVELS_AT + 4 + 22, 22, 4 + 22}) {
            System.arraycopy(payload, from, wider, to, chunk);
            from += chunk;
            to += chunk + 4;
        }
        UnsafeBuffer buffer = new UnsafeBuffer(wider);
        buffer.putShort(LEVELS_AT, (short) 26);
        buffer.putShort(LEVELS_AT + 4 + 52, (short) 26);
        BookSnapshot book = delivered(wider);
        assertEquals("3.0 1.0 0|2.0 1.0 0|", side(book.bids()));
        assertEquals("4.0 9.0 0|", side(book.asks()));
    }

    @Test
    void shouldDeliverABookOfATestAndOrderInItsCurrency() {
        try (Sim sim = Sim.of(Depth.class)) {
            sim.market("XLON", "GBP");
            sim.book("VOD", new BookDepth().bid(70, 100).ask(71, 200));
            sim.expectNoOrder("VOD");
            sim.book("VOD", new BookDepth().bid(70, 300).ask(71, 200));
            NewOrder order = sim.expectOrder("VOD", Side.BUY, 10);
            assertEquals("GBP", order.currency());
            assertEquals("XLON", order.venue());
            assertEquals(71, order.limitPrice());
        }
    }

    @Test
    void shouldRefuseLevelsThatAreNotInTheirOrder() {
        BookDepth depth = depth();
        assertThrows(IllegalArgumentException.class, () -> depth.bid(99.5, 1));
        assertThrows(IllegalArgumentException.class, () -> depth.ask(100.5, 1));
        assertThrows(IllegalArgumentException.class, () -> depth.ask(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> depth.bid(1, 0));
        assertThrows(IllegalArgumentException.class, () -> depth.bid(1, 1, -1));
        assertEquals(
                "100.01 500.0 3|100.0 1200.5 0|99.5 7.0 1|",
                side(delivered(encoded(depth)).bids()));
        assertEquals(1, delivered(encoded(depth.clear().bid(100.01, 1))).bids().count());
    }

    @Test
    void shouldTakeAsManyLevelsAsThereAre() {
        BookDepth depth = new BookDepth();
        for (int i = 0; i < 200; i++) {
            depth.bid(1_000 - i, i + 1).ask(1_001 + i, i + 1, i);
        }
        BookSnapshot book = delivered(encoded(depth));
        assertEquals(801, book.bids().price(199));
        assertEquals(1_200, book.asks().price(199));
        assertEquals(199, book.asks().orders(199));
    }
}
