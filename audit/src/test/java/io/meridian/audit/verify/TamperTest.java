package io.meridian.audit.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be done to a log is found, called what it is, and its place is told. */
final class TamperTest {
    private static final int COUNT = 1_234;
    private static final int TIME = 16;
    private static final int NUMBER = 8;
    private static final int BODY_HASH = 40;
    private static final int HASH = 72;

    @TempDir
    private Path folder;

    private Tamper tamper;

    @BeforeEach
    void write() throws IOException {
        Logs.write(folder, COUNT);
        tamper = new Tamper(folder);
        assertEquals(COUNT, tamper.size());
        assertTrue(Logs.log(folder).segments().size() > 3, "several files");
    }

    private Verification after() throws IOException {
        tamper.save();
        return Logs.verify(folder);
    }

    private static void assertFound(Verification found, long index, Kind... kinds) {
        assertEquals(Set.of(kinds), kinds(found), found::toString);
        assertEquals(index, found.findings().getFirst().index(), found::toString);
    }

    private static Set<Kind> kinds(Verification found) {
        return found.findings().stream()
                .map(Finding::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    private static String texts(Verification found) {
        return found.findings().stream().map(Finding::text).collect(Collectors.joining("\n"));
    }

    @Test
    void shouldFindNothingWhenNothingWasDone() throws IOException {
        Verification found = after();
        assertTrue(found.isGood(), found::toString);
        assertEquals(COUNT, found.records());
        assertEquals(COUNT, found.sealed());
    }

    @Test
    void shouldSayEditedWhenABodyWasChanged() throws IOException {
        tamper.flip(777, RecordLayout.HEAD + 3);
        assertFound(after(), 777, Kind.EDITED);
    }

    @Test
    void shouldSayEditedWhenABodyWasChangedAndHashedAnew() throws IOException {
        tamper.flip(777, RecordLayout.HEAD + 3);
        tamper.rehash(777, 1);
        assertFound(after(), 777, Kind.EDITED);
    }

    @Test
    void shouldSayEditedWhenAHashWasChanged() throws IOException {
        tamper.flip(500, HASH + 5);
        assertFound(after(), 500, Kind.EDITED);
        tamper.flip(500, HASH + 5);
        tamper.flip(1_100, BODY_HASH + 5);
        assertFound(after(), 1_100, Kind.EDITED);
    }

    @Test
    void shouldSayRestampedWhenATimeWasChanged() throws IOException {
        tamper.flip(42, TIME + 5);
        assertFound(after(), 42, Kind.RESTAMPED);
    }

    @Test
    void shouldSayRestampedWhenANumberWasChanged() throws IOException {
        tamper.flip(42, NUMBER + 1);
        assertFound(after(), 42, Kind.RESTAMPED);
    }

    @Test
    void shouldSayDeletedWhenRecordsAreGone() throws IOException {
        tamper.delete(300, 1);
        assertFound(after(), 300, Kind.DELETED);
        tamper.delete(700, 250);
        Verification found = after();
        assertEquals(Set.of(Kind.DELETED), kinds(found), found::toString);
        assertEquals(
                List.of(300L, 701L),
                found.findings().stream().map(Finding::index).toList());
    }

    @Test
    void shouldSayDeletedWhenAWholeFileIsGone() throws IOException {
        List<Path> segments = Logs.log(folder).segments();
        Files.delete(segments.get(1));
        assertFound(Logs.verify(folder), LogFolder.first(segments.get(1)), Kind.DELETED);
    }

    @Test
    void shouldSayDeletedWhenTheBeginningIsGone() throws IOException {
        Files.delete(Logs.log(folder).segments().getFirst());
        assertFound(Logs.verify(folder), 0, Kind.DELETED);
    }

    @Test
    void shouldSayReorderedWhenRecordsWereSwapped() throws IOException {
        tamper.swap(200, 201);
        assertEquals(Set.of(Kind.REORDERED), kinds(after()));
        tamper.swap(200, 201);
        tamper.swap(350, 900);
        assertEquals(Set.of(Kind.REORDERED), kinds(after()));
    }

    @Test
    void shouldSayInsertedWhenARecordIsThereTwice() throws IOException {
        tamper.insert(600, tamper.record(20));
        assertFound(after(), 20, Kind.INSERTED);
    }

    @Test
    void shouldSayTruncatedWhenTheEndIsGone() throws IOException {
        tamper.truncate(1_000);
        assertFound(after(), 1_000, Kind.TRUNCATED);
    }

    @Test
    void shouldSayTruncatedByTheSecondPlaceWhenCheckpointsAreGoneWithTheEnd() throws IOException {
        tamper.truncate(1_000);
        Path checkpoints = Logs.log(folder).path().resolve(LogFolder.CHECKPOINTS);
        Files.write(checkpoints, Files.readAllLines(checkpoints).subList(0, 10));
        Verification found = after();
        assertEquals(Set.of(Kind.TRUNCATED, Kind.MISSING_CHECKPOINT), kinds(found), found::toString);
    }

    @Test
    void shouldSayRewrittenWhenTheChainWasHashedAnewToItsEnd() throws IOException {
        tamper.flip(450, RecordLayout.HEAD + 3);
        tamper.rehash(450, COUNT - 450);
        assertFound(after(), 400, Kind.REWRITTEN);
    }

    @Test
    void shouldSayRewrittenWhenARecordIsGoneAndTheRestNumberedAnew() throws IOException {
        tamper.delete(450, 1);
        tamper.rehash(450, COUNT - 451);
        Verification found = after();
        assertEquals(Set.of(Kind.REWRITTEN, Kind.TRUNCATED), kinds(found), found::toString);
        assertEquals(400, found.findings().getFirst().index());
    }

    @Test
    void shouldSayForgedWhenTheWholeLogWasWrittenAnewWithAnotherKey() throws IOException {
        Tamper.rewrite(folder, COUNT, false);
        Verification found = Logs.verify(folder);
        assertTrue(kinds(found).containsAll(Set.of(Kind.FORGED_CHECKPOINT, Kind.REWRITTEN)), found::toString);
        assertTrue(texts(found).contains("another key"), found::toString);
    }

    @Test
    void shouldSayRewrittenByTheSecondPlaceWhenWhoeverHasTheKeyWroteTheWholeLogAnew() throws IOException {
        Tamper.rewrite(folder, COUNT, true);
        Verification found = Logs.verify(folder);
        assertTrue(kinds(found).contains(Kind.REWRITTEN), found::toString);
        assertTrue(kinds(found).contains(Kind.FORGED_CHECKPOINT), found::toString);
        // Nobody can tell without the second place, and that is said in the documentation.
        assertTrue(new Verifier(Logs.log(folder), Logs.key(folder).publicKey(), null, records -> {})
                .verify()
                .isGood());
    }

    @Test
    void shouldSayForgedWhenACheckpointSaysSomethingElse() throws IOException {
        Path checkpoints = Logs.log(folder).path().resolve(LogFolder.CHECKPOINTS);
        List<String> lines = Files.readAllLines(checkpoints);
        String line = lines.get(4);
        lines.set(4, line.replaceFirst(" 500 ", " 501 "));
        Files.write(checkpoints, lines);
        Verification found = Logs.verify(folder);
        assertTrue(kinds(found).contains(Kind.FORGED_CHECKPOINT), found::toString);
        assertTrue(texts(found).contains("something else than was signed"), found::toString);
    }

    @Test
    void shouldFindEachSingleByteThatWasChanged() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 208; i++) {
            int index = random.nextInt(COUNT);
            int at = i < RecordLayout.HEAD ? i : random.nextInt(tamper.record(index).length);
            tamper.flip(index, at);
            Verification found = after();
            int record = index;
            assertFalse(found.isGood(), () -> "byte " + at + " of record " + record);
            long told = found.findings().getFirst().index();
            assertTrue(Math.abs(told - index) <= 1, () -> "byte " + at + " of record " + record + ": " + found);
            tamper.flip(index, at);
        }
        assertTrue(after().isGood());
    }
}
