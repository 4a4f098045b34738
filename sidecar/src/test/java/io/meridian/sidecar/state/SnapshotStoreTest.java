package io.meridian.sidecar.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {
    private static final byte[] STATE = "the state".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COVERS = {1, 2, 3};

    @TempDir
    Path folder;

    private SnapshotStore store;

    @BeforeEach
    void open() {
        store = new SnapshotStore(folder);
    }

    private Snapshot read(ByteArrayOutputStream state) {
        return store.read(state::writeBytes).orElseThrow();
    }

    @Test
    void shouldKeepWithTheStateWhatItCovers() {
        store.append(STATE);
        store.finish(4, 5, COVERS);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        Snapshot read = read(state);
        assertArrayEquals(STATE, state.toByteArray());
        assertArrayEquals(COVERS, read.covers());
        assertEquals(4, read.format());
        assertEquals(5, read.savedNs());
        assertEquals(STATE.length, read.bytes());
    }

    @Test
    void shouldReadAStateFromBeforeThatWasKept() throws IOException, NoSuchAlgorithmException {
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(STATE);
        Files.write(
                folder.resolve("snapshot"),
                ByteBuffer.allocate(64 + STATE.length)
                        .putLong(0x3154_4150_534E_5353L)
                        .putInt(4)
                        .putInt(0)
                        .putLong(5)
                        .putLong(STATE.length)
                        .put(sha)
                        .put(STATE)
                        .array());
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        assertEquals(0, read(state).covers().length);
        assertArrayEquals(STATE, state.toByteArray());
    }

    @Test
    void shouldFindEachByteThatIsNotWhatWasWrittenAndEachThatIsMissing() throws IOException {
        store.append(STATE);
        store.finish(4, 5, COVERS);
        Path file = folder.resolve("snapshot");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 4;
            Files.write(file, bad);
            int at = i;
            assertThrows(DamagedStateException.class, store::verify, () -> "at=" + at);
            Files.write(file, java.util.Arrays.copyOf(good, i));
            assertThrows(DamagedStateException.class, store::verify, () -> "length=" + at);
        }
        Files.write(file, good);
        assertTrue(store.verify().isPresent());
    }
}
