package io.meridian.plugin.contract.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.meridian.plugin.contract.memory.AttachMemory.Side;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachMemoryTest {
    private static final int RING = 64 << 10;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("attach.ring");
    }

    private void make() {
        AttachMemory.create(file(), RING, RING * 2).close();
    }

    @Test
    void shouldBeReadableByItsOwnerAlone() throws IOException {
        make();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void shouldCarryMessagesBothWays() {
        try (AttachMemory sidecar = AttachMemory.create(file(), RING, RING * 2);
                AttachMemory plugin = AttachMemory.open(file())) {
            UnsafeBuffer message = new UnsafeBuffer("hello".getBytes(StandardCharsets.US_ASCII));
            assertTrue(plugin.toSidecar().write(7, message, 0, 5));
            assertEquals("7 hello", next(sidecar.toSidecar()));
            assertEquals("", next(plugin.toPlugin()));
            assertTrue(sidecar.toPlugin().write(8, message, 0, 4));
            assertEquals("8 hell", next(plugin.toPlugin()));
            assertEquals(RING, plugin.toSidecar().capacity());
            assertEquals(RING * 2, plugin.toPlugin().capacity());
            assertEquals(file(), plugin.path());
        }
    }

    /** As docs/reference/sidecar-protocol.md tells it, for those who map the file without this class. */
    @Test
    void shouldLayTheFileOutAsItIsTold() throws IOException {
        try (AttachMemory memory = AttachMemory.create(file(), RING, RING * 2)) {
            memory.beat(Side.SIDECAR, 11, 12);
            memory.beat(Side.PLUGIN, 21, 22);
            memory.sayGone(Side.PLUGIN);
            assertTrue(memory.toSidecar().write(5, new UnsafeBuffer(new byte[] {77}), 0, 1));
            assertTrue(memory.toPlugin().write(6, new UnsafeBuffer(new byte[] {88}), 0, 1));
        }
        UnsafeBuffer raw = new UnsafeBuffer(Files.readAllBytes(file()));
        assertEquals(4096 + RING + 768 + RING * 2 + 768, raw.capacity());
        assertEquals("MERIDIAN", raw.getStringWithoutLengthAscii(0, 8));
        assertEquals(1, raw.getInt(8, ByteOrder.LITTLE_ENDIAN));
        assertEquals(RING, raw.getInt(12, ByteOrder.LITTLE_ENDIAN));
        assertEquals(RING * 2, raw.getInt(16, ByteOrder.LITTLE_ENDIAN));
        assertEquals(12, raw.getLong(1024, ByteOrder.LITTLE_ENDIAN));
        assertEquals(11, raw.getLong(1032, ByteOrder.LITTLE_ENDIAN));
        assertEquals(0, raw.getInt(1040, ByteOrder.LITTLE_ENDIAN));
        assertEquals(22, raw.getLong(2048, ByteOrder.LITTLE_ENDIAN));
        assertEquals(21, raw.getLong(2056, ByteOrder.LITTLE_ENDIAN));
        assertEquals(1, raw.getInt(2064, ByteOrder.LITTLE_ENDIAN));
        assertEquals(5, raw.getInt(4096 + 4, ByteOrder.LITTLE_ENDIAN));
        assertEquals(77, raw.getByte(4096 + 8));
        assertEquals(6, raw.getInt(4096 + RING + 768 + 4, ByteOrder.LITTLE_ENDIAN));
        assertEquals(88, raw.getByte(4096 + RING + 768 + 8));
    }

    private static String next(RingBuffer ring) {
        StringBuilder found = new StringBuilder();
        ring.read(
                (type, buffer, index, length) ->
                        found.append(type).append(' ').append(buffer.getStringWithoutLengthAscii(index, length)),
                1);
        return found.toString();
    }

    @Test
    void shouldTellSignsOfLife() {
        try (AttachMemory sidecar = AttachMemory.create(file(), RING, RING);
                AttachMemory plugin = AttachMemory.open(file())) {
            assertEquals(0, sidecar.heartbeat(Side.PLUGIN));
            plugin.beat(Side.PLUGIN, 4711, 99);
            assertEquals(99, sidecar.heartbeat(Side.PLUGIN));
            assertEquals(4711, sidecar.process(Side.PLUGIN));
            assertEquals(0, plugin.heartbeat(Side.SIDECAR));
            assertFalse(sidecar.isGone(Side.PLUGIN));
            plugin.sayGone(Side.PLUGIN);
            assertTrue(sidecar.isGone(Side.PLUGIN));
            assertFalse(plugin.isGone(Side.SIDECAR));
        }
    }

    @Test
    void shouldGoOnWithoutItsName() {
        try (AttachMemory sidecar = AttachMemory.create(file(), RING, RING);
                AttachMemory plugin = AttachMemory.open(file())) {
            sidecar.unlink();
            sidecar.unlink();
            assertFalse(Files.exists(file()));
            assertThrows(UncheckedIOException.class, () -> AttachMemory.open(file()));
            assertTrue(plugin.toSidecar().write(1, new UnsafeBuffer(new byte[8]), 0, 8));
            assertFalse(next(sidecar.toSidecar()).isEmpty());
        }
    }

    @Test
    void shouldMakeAFreshFileInPlaceOfAnOldOne() {
        try (AttachMemory old = AttachMemory.create(file(), RING, RING)) {
            old.sayGone(Side.SIDECAR);
            try (AttachMemory fresh = AttachMemory.create(file(), RING, RING);
                    AttachMemory plugin = AttachMemory.open(file())) {
                assertFalse(plugin.isGone(Side.SIDECAR));
                fresh.beat(Side.SIDECAR, 1, 5);
                assertEquals(5, plugin.heartbeat(Side.SIDECAR));
                assertEquals(0, old.heartbeat(Side.SIDECAR));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100, 1 << 15, (1 << 16) + 1, Integer.MIN_VALUE})
    void shouldRefuseRingsOfOtherLengths(int length) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> AttachMemory.create(file(), length, RING));
        assertTrue(e.getMessage().startsWith("toSidecarLength=" + length + " is not"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> AttachMemory.create(file(), RING, length));
        assertFalse(Files.exists(file()));
    }

    @Test
    void shouldSayWhenTheFolderIsNotThere() {
        Path missing = folder.resolve("missing").resolve("attach.ring");
        assertThrows(UncheckedIOException.class, () -> AttachMemory.create(missing, RING, RING));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> AttachMemory.open(missing));
        assertTrue(e.getMessage().startsWith("cannot open the attach file=" + missing), e.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoAttachFile() throws IOException {
        make();
        put(0, 0x1234);
        refused("is no attach file of a sidecar: magic=");
        make();
        put(8, 2);
        refused("has version=2, this side version=1. Use an SDK and a sidecar of the same release.");
        make();
        put(12, RING * 2);
        refused("is no attach file of a sidecar: rings=131072,131072 length=");
        make();
        put(16, RING + 8);
        refused("rings=65536,65544");
        make();
        put(16, -RING);
        refused("rings=65536,-65536");
        Files.write(file(), new byte[10]);
        refused("length=10");
        Files.write(file(), new byte[0]);
        refused("length=0");
        make();
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.setLength(raw.length() - 1);
        }
        refused("rings=65536,131072 length=");
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.setLength(1L << 40);
        }
        refused("length=1099511627776");
    }

    private void refused(String why) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> AttachMemory.open(file()));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains(file().toString()), e.getMessage());
    }

    private void put(int at, int value) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek(at);
            raw.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }
    }

    @Test
    void shouldAnswerEveryHeaderWithAClearError() throws IOException {
        SplittableRandom random = new SplittableRandom(20_260_703);
        make();
        byte[] good = new byte[64];
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.readFully(good);
            int opened = 0;
            for (int i = 0; i < 10_000; i++) {
                byte[] header = good.clone();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    corrupt(random, header);
                }
                raw.seek(0);
                raw.write(header);
                try {
                    AttachMemory.open(file()).close();
                    opened++;
                } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage().contains("file=" + file()), e.getMessage());
                } catch (RuntimeException e) {
                    fail("case=" + i, e);
                }
            }
            // Only what is not read may differ, or differ back.
            assertTrue(opened < 8_000, "opened=" + opened);
        }
    }

    private static void corrupt(SplittableRandom random, byte[] header) {
        int at = random.nextInt(24);
        switch (random.nextInt(3)) {
            case 0 -> header[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> header[at] = (byte) random.nextInt();
            default ->
                ByteBuffer.wrap(header)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(at & ~3, random.nextInt(4) == 0 ? 1 << random.nextInt(32) : random.nextInt());
        }
    }
}
