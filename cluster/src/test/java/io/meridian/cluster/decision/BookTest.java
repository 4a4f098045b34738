package io.meridian.cluster.decision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BookTest {
    private final List<Register> changes = new ArrayList<>();
    private final Book book = new Book();

    @Test
    void shouldChangeARegisterOnlyFromTheVersionThatWasSeen() throws IOException {
        assertEquals(Outcome.Kind.ACCEPTED, put(1, "k", 0, 0, "x").kind());
        assertEquals(Outcome.Kind.CONFLICT, put(2, "k", 0, 0, "y").kind());
        assertEquals(Outcome.Kind.ACCEPTED, put(3, "k", 1, 0, "z").kind());
        assertEquals(Outcome.Kind.ACCEPTED, put(4, "k", -1, 0, "w").kind());
        assertEquals("w", book.get("k").text());
        assertEquals(3, book.get("k").version());
    }

    /** Whoever did not hear the answer asks once more, and perhaps another has decided since. */
    @Test
    void shouldDoOnceWhatIsAskedTwice() throws IOException {
        Outcome first = put(1, "k", 0, 0, "x");
        put(2, "k", 1, 0, "y");
        assertEquals(first, put(1, "k", 0, 0, "x"));
        assertEquals("y", book.get("k").text());
        assertEquals(2, book.position());
    }

    @Test
    void shouldRefuseTheOrdersOfAnEarlierTerm() throws IOException {
        put(1, Decisions.OFFICE, 0, 0, "a");
        assertEquals(Outcome.Kind.ACCEPTED, put(2, "k", -1, 1, "x").kind());
        put(3, Decisions.OFFICE, 1, 0, "b");
        assertEquals(Outcome.Kind.STALE, put(4, "k", -1, 1, "y").kind());
        assertEquals(Outcome.Kind.ACCEPTED, put(5, "k", -1, 2, "z").kind());
        assertEquals("z", book.get("k").text());
    }

    @Test
    void shouldBeTheSameFromACopyAndTellWhatWasMissed() throws IOException {
        put(1, "k", 0, 0, "x");
        Book other = new Book();
        other.watch(changes::add);
        other.readContentFrom(new DataInputStream(new ByteArrayInputStream(copy(book))));
        assertEquals(List.of(book.get("k")), changes);
        assertArrayEquals(copy(book), copy(other));
        // And what was done is known there, too.
        byte[] again = put(1, "k", 0, "x");
        assertEquals(
                1,
                Outcome.decode(other.apply(again, 0, again.length, true))
                        .register()
                        .version());
    }

    @Test
    void shouldRefuseACopyOfAnotherFormat() throws IOException {
        byte[] copy = copy(book);
        copy[0] = 9;
        IOException refused = assertThrows(
                IOException.class, () -> book.readContentFrom(new DataInputStream(new ByteArrayInputStream(copy))));
        assertEquals(true, refused.getMessage().contains("same version"));
    }

    private static byte[] copy(Book of) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        of.writeContentTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private Outcome put(int id, String key, long expected, long fence, String value) throws IOException {
        return apply(new Command.Put(new UUID(0, id), key, expected, fence, "a", Instant.EPOCH, value.getBytes()));
    }

    private static byte[] put(int id, String key, long expected, String value) {
        return new Command.Put(new UUID(0, id), key, expected, 0, "a", Instant.EPOCH, value.getBytes()).encode();
    }

    private Outcome apply(Command command) throws IOException {
        byte[] bytes = command.encode();
        return Outcome.decode(book.apply(bytes, 0, bytes.length, true));
    }
}
