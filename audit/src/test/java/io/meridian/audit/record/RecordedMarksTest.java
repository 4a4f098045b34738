package io.meridian.audit.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.record.RecordedMarks.Seen;
import io.meridian.bus.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedMarksTest {
    @TempDir
    private Path folder;

    private final RecordedMarks marks = new RecordedMarks();

    @Test
    void shouldTellNewFromRepeatedAndMissing() {
        assertEquals(Seen.NEXT, marks.add(Topic.of("a"), 7, 5));
        assertEquals(Seen.NEXT, marks.add(Topic.of("a"), 7, 6));
        assertEquals(Seen.AGAIN, marks.add(Topic.of("a"), 7, 6));
        assertEquals(Seen.AGAIN, marks.add(Topic.of("a"), 7, 5));
        assertEquals(Seen.NEXT, marks.add(Topic.of("a"), 8, 1));
        assertEquals(Seen.NEXT, marks.add(Topic.of("b"), 7, 1));
        assertEquals(Seen.AFTER_GAP, marks.add(Topic.of("a"), 7, 9));
        assertEquals(Seen.LATE, marks.add(Topic.of("a"), 7, 8));
        assertEquals(Seen.AGAIN, marks.add(Topic.of("a"), 7, 8));
        assertEquals(9, marks.highest(Topic.of("a").hash(), 7));
        assertEquals(0, marks.highest(Topic.of("c").hash(), 7));
    }

    @Test
    void shouldKnowTheSameWhenTheyAreRead() throws IOException {
        for (int source = -3; source < 3; source++) {
            marks.add(Topic.of("topic.one"), source, 10);
            marks.add(Topic.of("topic.two"), source, 1);
        }
        marks.add(Topic.of("topic.one"), 2, 14);
        Path file = folder.resolve("marks");
        marks.save(file);
        RecordedMarks read = new RecordedMarks();
        assertTrue(read.load(file));
        assertEquals(Seen.AGAIN, read.add(Topic.of("topic.one"), -3, 10));
        assertEquals(Seen.NEXT, read.add(Topic.of("topic.one"), -3, 11));
        assertEquals(Seen.LATE, read.add(Topic.of("topic.one"), 2, 12));
        assertEquals(Seen.AGAIN, read.add(Topic.of("topic.one"), 2, 12));
        assertEquals(Seen.AGAIN, read.add(Topic.of("topic.two"), 0, 1));
    }

    @Test
    void shouldNotBelieveAFileThatIsCutOrDamaged() throws IOException {
        assertFalse(marks.load(folder.resolve("none")));
        marks.add(Topic.of("topic"), 1, 1);
        Path file = folder.resolve("marks");
        marks.save(file);
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            assertFalse(marks.load(file), whole.substring(0, length));
            assertEquals(0, marks.highest(Topic.of("topic").hash(), 1));
        }
        Files.writeString(file, "marks 2\ntopic one two\nend");
        assertFalse(marks.load(file));
        Files.writeString(file, "topic 1 5\nend");
        assertFalse(marks.load(file), "one of another version");
    }

    @Test
    void shouldTellWhatIsRecordedFromWhatWasBeforeAndWhatIsMissing() throws IOException {
        long hash = Topic.of("a").hash();
        marks.add(Topic.of("a"), 7, 5);
        marks.add(Topic.of("a"), 7, 8);
        Path file = folder.resolve("marks");
        marks.save(file);
        assertTrue(marks.load(file));
        assertTrue(marks.hasSeen(hash, 7, 5));
        assertFalse(marks.has(hash, 7, 6));
        assertTrue(marks.hasSeen(hash, 7, 8));
        assertFalse(marks.has(hash, 7, 9));
        assertTrue(marks.has(hash, 7, 4), "before the first");
        assertFalse(marks.hasSeen(hash, 7, 4));
        assertFalse(marks.has(hash, 8, 1));
        assertEquals("a", marks.name(hash));
    }
}
