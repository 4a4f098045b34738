package io.meridian.storage.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.marketfiles.DataKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoredMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
    private static final long MOST = 64L << 20;

    @TempDir
    private Path home;

    private final List<String> log = new ArrayList<>();
    private final Rows rows = new Rows();
    private final RowBatch batch = new RowBatch();
    private Path folder;
    private long time;

    @BeforeEach
    void begin() {
        folder = home.resolve("spool");
    }

    private Spool open(Collection<StoredMark> marks) {
        return Spool.open(folder, "here", MOST, marks, log::add);
    }

    private Spool open() {
        return open(List.of());
    }

    /** A batch of all kinds, different from all others. */
    private RowBatch fill(int count) {
        batch.clear();
        for (int i = 0; i < count; i++) {
            time++;
            rows.quote(batch, time, "A" + i % 3, Decimal.parse(time + ".50"), null);
            rows.trade(batch, time, "B", "id-" + time, Decimal.parse("0.00" + time), Decimal.of(time));
            rows.bar(batch, time, 60, "C", Decimal.of(time), i % 2 == 0 ? null : Decimal.parse("1.000"), time);
        }
        return batch;
    }

    private static String text(RowBatch from) {
        StringBuilder text = new StringBuilder();
        for (DataKind kind : DataKind.values()) {
            RowBatch.Part part = from.of(kind);
            for (int i = 0; i < part.size(); i++) {
                text.append(part.row(i))
                        .append(' ')
                        .append(part.row(i).currency())
                        .append(' ');
                text.append(part.row(i).tradeId())
                        .append(' ')
                        .append(part.row(i).periodNs())
                        .append(' ');
                text.append(part.source(i)).append(' ').append(part.sequence(i)).append('\n');
            }
        }
        return text.toString();
    }

    private static String take(Spool spool) {
        RowBatch into = new RowBatch();
        spool.read(0, into);
        spool.remove();
        return text(into);
    }

    private static List<String> takeAll(Spool spool) {
        List<String> all = new ArrayList<>();
        while (spool.size() > 0) {
            all.add(take(spool));
        }
        return all;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldGiveBackBatchesInOrderDigitForDigitAndLeaveNoFile() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < 200; i++) {
                assertTrue(spool.add(fill(300)));
                expected.add(text(batch));
            }
            assertTrue(files().size() > 2, "in several files");
            RowBatch twice = new RowBatch();
            spool.read(0, twice);
            assertEquals(expected.getFirst(), text(twice), "it stays until it is removed");
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                taken.add(take(spool));
            }
            assertTrue(spool.add(fill(5)));
            expected.add(text(batch));
            taken.addAll(takeAll(spool));
            assertEquals(expected, taken);
            assertEquals(0, spool.bytes());
            assertEquals(List.of(), files());
            assertTrue(spool.add(fill(5)), "and it goes on");
        }
    }

    @Test
    void shouldHaveEverythingWhenItIsOpenedAgain() {
        List<String> expected = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            try (Spool spool = open()) {
                assertEquals(expected.size(), spool.size());
                for (int i = 0; i < 30; i++) {
                    assertTrue(spool.add(fill(200)));
                    expected.add(text(batch));
                }
                assertEquals(expected.removeFirst(), take(spool));
                // Its file stays, with those behind it: so it comes again.
                expected.addFirst(expectedAgain(spool, expected));
            }
        }
        try (Spool spool = open()) {
            assertEquals(expected, takeAll(spool));
        }
        assertEquals(List.of(), log);
    }

    /** What the first file still has in front of all others. */
    private String expectedAgain(Spool spool, List<String> expected) {
        spool.close();
        try (Spool again = open()) {
            RowBatch first = new RowBatch();
            again.read(0, first);
            assertEquals(expected.size() + 1, again.size());
            return text(first);
        }
    }

    @Test
    void shouldLeaveOutWhatTheStoreHasByItsMarksWhenItIsOpenedAgain() {
        try (Spool spool = open()) {
            spool.add(fill(4));
            spool.add(fill(4));
        }
        List<StoredMark> have = new ArrayList<>();
        try (Spool spool = open()) {
            have.addAll(spool.marks());
            assertEquals(5, have.size(), "three of quotes, one of trades, one of bars: " + have);
        }
        try (Spool spool = open(have)) {
            assertEquals("", take(spool));
            assertEquals("", take(spool));
            spool.add(fill(1));
            assertEquals(text(batch), take(spool), "what comes now is not of an earlier process");
        }
        begin();
        try (Spool spool = open()) {
            spool.add(fill(4));
            have.clear();
            have.addAll(spool.marks());
        }
        StoredMark trades = new StoredMark(
                DataKind.TRADE, "XNAS", "B", batch.of(DataKind.TRADE).source(0), 1L << 40);
        try (Spool spool = open(List.of(trades))) {
            RowBatch left = new RowBatch();
            spool.read(0, left);
            assertEquals(0, left.of(DataKind.TRADE).size());
            assertEquals(4, left.of(DataKind.QUOTE).size());
        }
    }

    @Test
    void shouldKeepAllWholeBatchesWhereverTheLastOneIsTorn() throws IOException {
        String first;
        long whole;
        try (Spool spool = open()) {
            spool.add(fill(3));
            first = text(batch);
            whole = Files.size(files().getFirst());
            spool.add(fill(2));
        }
        byte[] bytes = Files.readAllBytes(files().getFirst());
        String name = files().getFirst().getFileName().toString();
        for (int length = 0; length < bytes.length; length++) {
            folder = home.resolve("torn" + length);
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), Arrays.copyOf(bytes, length));
            try (Spool spool = open()) {
                assertEquals(length < whole ? List.of() : List.of(first), takeAll(spool), "length=" + length);
                assertTrue(spool.add(fill(1)));
                assertEquals(text(batch), take(spool));
            }
        }
    }

    @Test
    void shouldNeverGiveWhatWasNotPutInWhateverHappensToItsFiles() throws IOException {
        List<String> put = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < 6; i++) {
                spool.add(fill(3));
                put.add(text(batch));
            }
        }
        byte[] bytes = Files.readAllBytes(files().getFirst());
        String name = files().getFirst().getFileName().toString();
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 1_500; round++) {
            folder = home.resolve("hurt" + round);
            Files.createDirectories(folder);
            byte[] hurt = bytes.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                hurt[random.nextInt(hurt.length)] ^= (byte) random.nextInt(1, 256);
            }
            Files.write(folder.resolve(name), hurt);
            try (Spool spool = open()) {
                List<String> taken = takeAll(spool);
                assertEquals(put.subList(0, taken.size()), taken);
            } catch (StoreException refused) {
                assertTrue(refused.getMessage().contains("cannot be used"), refused::getMessage);
            }
        }
    }

    @Test
    void shouldTakeNoMoreThanItsRoomAndGoOnWhenThereIsSome() {
        try (Spool spool = Spool.open(folder, "here", 100_000, List.of(), log::add)) {
            int taken = 0;
            while (spool.add(fill(20))) {
                taken++;
            }
            assertTrue(taken > 3 && spool.bytes() <= 100_000, "taken=" + taken + " bytes=" + spool.bytes());
            assertEquals(taken, takeAll(spool).size());
            assertTrue(spool.add(batch));
        }
    }

    @Test
    void shouldRefuseWhatIsForAnotherStoreAndWhatAnotherOneHas() {
        try (Spool spool = open()) {
            spool.add(fill(1));
            String used = assertThrows(StoreException.class, this::open).getMessage();
            assertTrue(used.contains("Another process has the spool"), used);
        }
        String text = assertThrows(StoreException.class, () -> Spool.open(folder, "there", MOST, List.of(), log::add))
                .getMessage();
        assertTrue(text.contains("has data for the store here, and this is there"), text);
        try (Spool spool = open()) {
            assertFalse(spool.size() == 0, "the lock was given back, and nothing is lost");
        }
    }
}
