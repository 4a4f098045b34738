package io.meridian.bus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class DeliveryReportTest {
    private static final long SEED = 20_261_129;

    private final DeliveryReportWriter writer = new DeliveryReportWriter();

    private record Entry(byte kind, int source, long topicHash, long sequence, long deliveredNs) {}

    private List<Entry> read() {
        List<Entry> read = new ArrayList<>();
        DeliveryReport.read(
                writer.buffer(),
                0,
                writer.length(),
                (kind, source, hash, sequence, ns) -> read.add(new Entry(kind, source, hash, sequence, ns)));
        return read;
    }

    private boolean add(Entry each) {
        return writer.add(each.kind, each.source, each.topicHash, each.sequence, each.deliveredNs);
    }

    @Test
    void shouldReadWhatWasWrittenWhateverItWas() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            List<Entry> written = new ArrayList<>();
            writer.begin(round);
            int streams = 1 + random.nextInt(40);
            boolean wild = random.nextBoolean();
            for (int i = random.nextInt(3_000); i > 0; i--) {
                long stream = random.nextInt(streams);
                Entry entry = wild
                        ? new Entry(
                                (byte) random.nextInt(4),
                                random.nextInt(),
                                random.nextLong(),
                                random.nextLong(),
                                random.nextLong())
                        : new Entry((byte) (stream % 4), (int) stream, stream * 977, i, 1_000_000_000L + i * 1_000L);
                if (!add(entry)) {
                    break;
                }
                written.add(entry);
            }
            assertEquals(written, read(), "round " + round);
            assertEquals(round, DeliveryReport.since(writer.buffer(), 0, writer.length()));
            assertTrue(writer.length() <= DeliveryReportWriter.ROOM);
        }
    }

    /** 28 bytes is what an entry takes that says everything in full. */
    @Test
    void shouldTakeFewBytesWhenMessagesComeInTheirOrder() {
        writer.begin(1);
        int entries = 0;
        long ns = 1_700_000_000_000_000_000L;
        while (add(new Entry(DeliveryReport.EACH, entries % 5, 7, 1 + entries / 5, ns))) {
            ns += 100_000 + entries % 7 * 10_000;
            entries++;
        }
        assertTrue(writer.length() < 6 * entries, writer.length() + " bytes for " + entries);
        assertEquals(entries, read().size());
    }

    /** Reports are read from outside: any bytes are read or refused, and nothing else happens. */
    @Test
    void shouldReadOrRefuseWhenBytesAreAnything() {
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            writer.begin(5);
            for (int i = random.nextInt(60); i > 0; i--) {
                add(new Entry((byte) (i % 4), i % 3, i % 5, i, i));
            }
            byte[] bytes = new byte[random.nextInt(writer.length() + 1)];
            writer.buffer().getBytes(0, bytes);
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                DeliveryReport.read(new UnsafeBuffer(bytes), 0, bytes.length, (kind, source, hash, sequence, ns) -> {});
            } catch (IllegalArgumentException unreadable) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused=" + refused);
    }

    @Test
    void shouldSayThatItIsNoReportWhenItIsAnother() {
        UnsafeBuffer other = new UnsafeBuffer(new byte[56]);
        IllegalArgumentException told =
                assertThrows(IllegalArgumentException.class, () -> DeliveryReport.since(other, 0, 56));
        assertTrue(told.getMessage().contains("no report of version"), told::getMessage);
    }
}
