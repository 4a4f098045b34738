package io.meridian.cluster.decision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CommandTest {
    private static final Command.Put PUT =
            new Command.Put(new UUID(1, 2), "kill/all", 7, 3, "a", Instant.ofEpochMilli(5), new byte[] {1, 2, 3});

    @Test
    void shouldComeBackAsItWas() throws IOException {
        byte[] bytes = PUT.encode();
        Command.Put back = assertInstanceOf(Command.Put.class, Command.decode(bytes, 0, bytes.length));
        assertEquals(PUT.id(), back.id());
        assertEquals(PUT.key(), back.key());
        assertEquals(PUT.expected(), back.expected());
        assertEquals(PUT.fence(), back.fence());
        assertEquals(PUT.at(), back.at());
        assertArrayEquals(PUT.value(), back.value());
        byte[] get = new Command.Get("b").encode();
        assertEquals(new Command.Get("b"), Command.decode(get, 0, get.length));
    }

    /** What cannot be read is an error that is told, whatever it is, and takes no memory for what it claims to hold. */
    @Test
    void shouldRefuseWhatIsNone() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] good = PUT.encode();
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = good.clone();
            int length = random.nextInt(bytes.length + 1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Command.decode(bytes, 0, length);
            } catch (IOException unreadable) {
                refused++;
            }
        }
        assertTrue(refused > 50_000, "refused " + refused);
    }
}
