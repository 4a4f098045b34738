package io.meridian.backtest.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recorder;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.record.RecordingException;
import io.meridian.sdk.test.Sim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records plugins in a simulated world and replays them. */
final class ReplayTest {
    private static final Map<String, String> SECRET = Map.of("key", "k-17");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("one.rec");
    }

    private static void say(Sim sim, String text) {
        sim.publish("custom.in", 0, 0, text.getBytes(UTF_8));
    }

    /** A day in which all happens that can happen to a plugin. */
    private void recordTalker() {
        try (Sim sim = Sim.recorded(Talker.class, SECRET, file)) {
            sim.allowFailures().allowRefusals();
            sim.quote("BUY", 10, 11).quote("TARGET", 5, 6).quote("TIMER", 1, 2).trade("AAPL", 1.5, 10);
            sim.bar("AAPL", 1, 2, 1, 2, 100).advance(Duration.ofMillis(2500)).quote("CANCEL", 1, 2);
            sim.advance(Duration.ofSeconds(3));
            sim.quote("HISTORY", 1, 2).trade("AAPL", 1.6, 10).quote("ASK", 1, 2).quote("HOLD", 1, 2);
            sim.quote("LARGE", 1, 2).quote("TASK", 1, 2).quote("OTHER", 2, 3);
            for (String text : List.of("fail", "bad", "keep", "big", "plain")) {
                say(sim, text);
            }
            sim.bus().setting("size", "8").wantSnapshot();
            sim.advance(Duration.ofSeconds(2)).quote("ASK", 1, 2);
            sim.bus().latch(true);
            sim.quote("BUY", 3, 4);
            sim.bus().latch(false);
            sim.bus().refuse(message -> true, Refusal.Code.RATE_LIMITED, "too fast", true);
            sim.quote("TARGET", 7, 8);
            say(sim, "unconfirmed");
            sim.crashSidecar();
            sim.quote("BUY", 10, 11);
            sim.bus().deny(Action.SUBSCRIBE, "custom.in");
            sim.run().quote("PAUSE", 1, 2).advance(Duration.ofSeconds(1)).stop();
        }
    }

    private ReplayResult verify(Path of, Class<? extends Plugin> type, Map<String, String> besides) {
        try (Recording recording = Recording.open(of)) {
            return Replay.verify(recording, type, besides);
        }
    }

    private static List<Entry> entries(Path of) {
        List<Entry> entries = new ArrayList<>();
        try (Recording recording = Recording.open(of)) {
            for (Entry entry = recording.next(); entry != null; entry = recording.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A recording like another one, but for what {@code change} does. */
    private Path rewritten(String name, Function<Entry, List<Entry>> change) {
        Path to = folder.resolve(name);
        try (Recorder recorder = Recorder.create(to, Throwable::new)) {
            for (Entry entry : entries(file)) {
                for (Entry changed : entry.kind() == Kind.ENDED ? List.<Entry>of() : change.apply(entry)) {
                    Object[] values = changed.values().toArray();
                    if (changed.kind().isInput()) {
                        recorder.input(changed.kind(), changed.timeNs(), values);
                    } else {
                        recorder.output(changed.kind(), values);
                    }
                }
            }
        }
        return to;
    }

    private static String explain(ReplayResult result) {
        return result + (result.difference() == null ? "" : "\n" + DifferenceText.of(result.difference()));
    }

    @Test
    void shouldSayTheSameWhenAllThatCanHappenIsReplayed() {
        recordTalker();
        List<Entry> entries = entries(file);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        entries.forEach(entry -> kinds.add(entry.kind()));
        assertEquals(EnumSet.complementOf(EnumSet.of(Kind.UNREPEATABLE)), kinds);

        ReplayResult result = verify(file, Talker.class, SECRET);
        assertTrue(result.isSame(), () -> explain(result));
        assertEquals(2, result.starts());
        assertEquals(entries.stream().filter(entry -> !entry.kind().isInput()).count(), result.outputs());
        assertEquals(
                entries.stream()
                        .filter(entry -> entry.kind().isInput() && entry.kind() != Kind.ENDED)
                        .count(),
                result.inputs());
        assertTrue(result.published() > 200, result::toString);
    }

    @Test
    void shouldTellTheSameWhenItIsNotCompared() {
        recordTalker();
        List<Entry> told = new ArrayList<>();
        try (Recording recording = Recording.open(file)) {
            Replay.tell(recording, Talker.class, SECRET, told::add);
        }
        List<byte[]> recorded = payloads(entries(file));
        List<byte[]> now = payloads(told);
        assertEquals(recorded.size(), now.size());
        for (int i = 0; i < now.size(); i++) {
            assertArrayEquals(recorded.get(i), now.get(i));
        }
    }

    /** But of what tells whether a subscription was open, which is not known when nothing is compared. */
    private static List<byte[]> payloads(List<Entry> entries) {
        return entries.stream()
                .filter(entry ->
                        entry.kind() == Kind.PUBLISHED && entry.text("topic").startsWith("platform."))
                .map(entry -> entry.bytes("payload"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"MACHINE_CLOCK", "RANDOM", "IDENTITY"})
    void shouldShowTheFirstIntentThatDiffersWhenAPluginLooksAtWhatItShouldNot(Fickle.Cause cause) {
        recordFickle(cause);
        ReplayResult result = verify(file, Fickle.class, Map.of());
        Difference difference = result.difference();
        assertNotNull(difference, result::toString);
        assertEquals(Kind.DELIVERED, difference.input().kind());
        assertEquals(Kind.PUBLISHED, difference.recorded().kind());
        assertEquals(Kind.PUBLISHED, difference.replayed().kind());
        long first = entries(file).stream()
                .filter(entry -> entry.kind() == Kind.PUBLISHED)
                .findFirst()
                .orElseThrow()
                .place();
        assertEquals(first, difference.recorded().place());
        String text = DifferenceText.of(difference);
        assertTrue(text.lines().anyMatch(line -> line.matches(" +\\* +payload.quantity +\\d+.* +\\d+.*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" +payload.symbol +AAPL +AAPL")), text);
        assertTrue(text.contains("payload.bidPrice         100"), text);
    }

    private void recordFickle(Fickle.Cause cause) {
        try (Sim sim = Sim.recorded(Fickle.class, Map.of("cause", cause.name()), file)) {
            sim.quote("AAPL", 100, 101).quote("THREAD", 101, 102).quote("AAPL", 102, 103);
        }
    }

    @Test
    void shouldSayFromWhereItCannotBeVerifiedWhenAnotherThreadHandedOverATask() {
        recordFickle(Fickle.Cause.THREAD);
        ReplayResult result = verify(file, Fickle.class, Map.of());
        assertNull(result.difference());
        assertTrue(result.endReason().contains("another thread"), result::toString);
        assertEquals(1, result.published());
        assertEquals(Kind.TASK, entries(file).get((int) result.endPlace() - 1).kind());
    }

    @Test
    void shouldFindEachByteOfAnIntentThatWasChanged() {
        recordFickle(Fickle.Cause.NONE);
        assertTrue(verify(file, Fickle.class, Map.of()).isSame());
        Entry intent = entries(file).stream()
                .filter(entry -> entry.kind() == Kind.PUBLISHED)
                .skip(1)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < intent.bytes("payload").length; i++) {
            int at = i;
            Path changed = rewritten("changed-" + i, entry -> {
                if (entry.place() != intent.place()) {
                    return List.of(entry);
                }
                Object[] values = entry.values().toArray();
                byte[] payload = intent.bytes("payload").clone();
                payload[at] ^= 1;
                values[values.length - 1] = payload;
                return List.of(Entry.of(Kind.PUBLISHED, entry.timeNs(), values));
            });
            ReplayResult result = verify(changed, Fickle.class, Map.of());
            assertNotNull(result.difference(), "byte " + i);
            assertEquals(intent.place(), result.difference().recorded().place());
            assertTrue(DifferenceText.of(result.difference()).contains("*")
                    || DifferenceText.of(result.difference()).contains("byte " + i + " of payload"));
        }
    }

    @Test
    void shouldFindEachOutputThatIsMissingAndEachThatIsTooMuch() {
        recordTalker();
        List<Entry> outputs =
                entries(file).stream().filter(entry -> !entry.kind().isInput()).toList();
        // Of the many that are alike, some.
        for (int i = 0; i < outputs.size(); i += 1 + i / 40) {
            Entry one = outputs.get(i);
            ReplayResult less = verify(
                    rewritten("less-" + i, entry -> entry.place() == one.place() ? List.of() : List.of(entry)),
                    Talker.class,
                    SECRET);
            assertNotNull(less.difference(), () -> "without " + one);
            ReplayResult more = verify(
                    rewritten(
                            "more-" + i,
                            entry -> entry.place() == one.place() ? List.of(entry, entry) : List.of(entry)),
                    Talker.class,
                    SECRET);
            assertNotNull(more.difference(), () -> "twice " + one);
        }
    }

    @Test
    void shouldVerifyUpToTheLastWholeEntryWhereverTheRecordingIsCutOff() throws IOException {
        recordFickle(Fickle.Cause.NONE);
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut");
        for (int length = 12; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            ReplayResult result = verify(cut, Fickle.class, Map.of());
            assertTrue(result.isSame(), explain(result));
        }
    }

    @Test
    void shouldNotKeepASecretAndAskForItWhenItIsNeeded() throws IOException {
        recordTalker();
        ReplayResult result = verify(file, Talker.class, Map.of());
        assertNotNull(result.difference());
        assertTrue(entries(file).stream()
                .filter(entry -> entry.kind() == Kind.STARTED)
                .noneMatch(entry -> entry.map("settings").containsKey("key")));
        assertEquals("8", lastSettings().get("size"));
    }

    private Map<String, String> lastSettings() {
        return entries(file).stream()
                .filter(entry -> entry.kind() == Kind.SETTINGS)
                .toList()
                .getLast()
                .map("settings");
    }

    @Test
    void shouldRefuseARecordingOfAnotherPlugin() {
        recordFickle(Fickle.Cause.NONE);
        RecordingException refused = assertThrows(RecordingException.class, () -> verify(file, Talker.class, SECRET));
        assertTrue(refused.getMessage().contains("plugin=fickle"), refused.getMessage());
    }

    @Test
    void shouldEndWithAClearErrorOrAResultWhateverTheEntriesAre() {
        recordFickle(Fickle.Cause.NONE);
        int refused = 0;
        List<Entry> all = entries(file);
        for (int dropped = 0; dropped < all.size(); dropped++) {
            long place = all.get(dropped).place();
            Path with = rewritten("without-" + place, entry -> entry.place() == place ? List.of() : List.of(entry));
            try {
                assertNotNull(verify(with, Fickle.class, Map.of()));
            } catch (RecordingException told) {
                refused++;
                assertTrue(told.getMessage().contains("begins with kind="), told.getMessage());
            }
        }
        assertEquals(1, refused);
    }
}
