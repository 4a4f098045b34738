package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/snapshot-v1.hex");
    private static final int LINE = 64;

    private final Bench bench = sample();

    /** A little of everything. */
    private static Bench sample() {
        Bench bench = new Bench(new KernelOptions(4, 8, 4));
        bench.accepted(Pool.DGM, bench.messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
        bench.accepted(Pool.BOR, bench.messages.calendar("XNAS", 20260907));
        bench.accepted(Pool.PERSON, bench.messages.limit("l", LimitRule.QUANTITY, LimitOf.ALL, "50", "500", 0));
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.EMS, bench.messages.placement("p1", "o1", "XNAS", "100", PlacementState.OPEN, 1));
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        bench.accepted(Pool.STRATEGY, bench.messages.modify("o1", "r1", "90", "10.60"));
        return bench;
    }

    private byte[] bytes() {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = Snapshot.write(bench.kernel, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    private Kernel restored(byte[] bytes) {
        return Snapshot.restore(bench.options, (_, _, _) -> {}, new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** The file is never changed: another format has another version, and a file of its own. */
    @Test
    void shouldWriteAndReadWhatThisVersionWroteBefore() throws IOException {
        String hex = HexFormat.of().formatHex(bytes());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < hex.length(); i += LINE) {
            lines.append(hex, i, Math.min(hex.length(), i + LINE)).append('\n');
        }
        if (!Files.exists(GOLDEN) && Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, lines);
        }
        assertEquals(
                Files.readString(GOLDEN), lines.toString(), "the format of snapshots has changed: raise its version");
        byte[] golden = HexFormat.of().parseHex(Files.readString(GOLDEN).replace("\n", ""));
        assertEquals(bench.kernel.hash(), restored(golden).hash());
    }

    @Test
    void shouldGoOnAlikeWhenRestored() {
        byte[] bytes = bytes();
        Kernel other = restored(bytes);
        Messages fill = bench.messages.fill(FillValues.of("t2", "o1", Side.BUY, "10.40", "10"));
        Sender venue = new Sender(Pool.CCM, "ccm-1");
        assertEquals(
                bench.kernel.take(venue, bench.now + 5, fill.buffer, 0, fill.length()),
                other.take(venue, bench.now + 5, fill.buffer, 0, fill.length()));
        assertEquals(bench.kernel.hash(), other.hash());
    }

    @Test
    void shouldMoveOrdersAlikeAtTheEndOfADayWhenRestored() {
        bench.open("o2", Side.BUY, "10", "10.50");
        bench.fill("t2", "o2", Side.BUY, "10.50", "10");
        bench.accepted(Pool.BOR, bench.messages.day(20260908, DayPhase.BEGIN));
        Kernel other = restored(bytes());
        Messages end = bench.messages.day(20260908, DayPhase.END);
        Sender books = new Sender(Pool.BOR, "bor-1");
        long before = bench.kernel.sequence();
        assertEquals(
                bench.kernel.take(books, bench.now + 5, end.buffer, 0, end.length()),
                other.take(books, bench.now + 5, end.buffer, 0, end.length()));
        assertTrue(bench.kernel.sequence() > before + 3, "the filled order and the open one have moved");
        assertEquals(bench.kernel.hash(), other.hash());
    }

    @Test
    void shouldRefuseASnapshotWhenItIsCutDamagedOrOfOtherOptions() {
        byte[] bytes = bytes();
        for (int length = 0; length < bytes.length; length += 57) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> restored(cut));
        }
        for (int at = 32; at < bytes.length; at += 97) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            assertThrows(IllegalArgumentException.class, () -> restored(damaged));
        }
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Snapshot.restore(
                        new KernelOptions(4, 8, 5), (_, _, _) -> {}, new UnsafeBuffer(bytes), 0, bytes.length));
        assertTrue(e.getMessage().startsWith("keptAnswers=8 keptOrders=4"), e.getMessage());
    }

    @Test
    void shouldStopAReplayWhenTheJournalHasAGap() {
        Kernel other = new Kernel(bench.options, (_, _, _) -> {});
        other.apply(new UnsafeBuffer(bench.journal.get(0)), 0);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> other.apply(new UnsafeBuffer(bench.journal.get(2)), 0));
        assertEquals("sequence=3 expected=2", e.getMessage());
    }
}
