package io.meridian.plugin.contract.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static final HistoryQuestion ALL = new HistoryQuestion(0, 0, 0, 0, 0, 2048, "");

    private static PastMessage bar(int source, long sequence, long timeNs, long periodNs) {
        byte[] payload = new byte[MessageHeaderEncoder.ENCODED_LENGTH + BarEncoder.BLOCK_LENGTH];
        new BarEncoder()
                .wrapAndApplyHeader(new UnsafeBuffer(payload), 0, new MessageHeaderEncoder())
                .tsEvent(timeNs)
                .period(periodNs)
                .symbol("AAPL");
        return new PastMessage(source, sequence, payload);
    }

    private static List<PastMessage> bars(int count) {
        List<PastMessage> bars = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            bars.add(bar(7, i, 100 + i / 2, i % 3 == 0 ? 60 : 300));
        }
        return bars;
    }

    private static List<PastMessage> pages(HistoryQuestion question, List<PastMessage> from) {
        List<PastMessage> all = new ArrayList<>();
        HistoryQuestion next = question;
        for (int page = 0; page < 1000; page++) {
            HistoryAnswer answer = HistoryAnswer.decode(
                    PastList.answer(next, from, List.of(new HistoryMark(7, 3))).encode(5));
            assertTrue(answer.encode(5).length <= question.room(), "a page is larger than its room");
            assertEquals(page == 0 ? List.of(new HistoryMark(7, 3)) : List.of(), answer.marks());
            all.addAll(answer.messages());
            if (answer.cursor().isEmpty()) {
                return all;
            }
            next = next.from(answer.cursor());
        }
        throw new AssertionError("there is no last page");
    }

    private static List<Long> sequences(List<PastMessage> messages) {
        return messages.stream().map(PastMessage::sequence).toList();
    }

    @Test
    void shouldReadWhatWasWritten() {
        HistoryQuestion question = new HistoryQuestion(1, 2, 3, 4, 5, 8192, "9:10");
        byte[] bytes = question.encode(11);
        assertEquals(question, HistoryQuestion.decode(new UnsafeBuffer(bytes), 0, bytes.length));
        PastMessage bar = bar(3, 4, 5, 6);
        HistoryAnswer answer = new HistoryAnswer(9, List.of(new HistoryMark(1, 2)), List.of(bar), "next", 0, "");
        HistoryAnswer read = HistoryAnswer.decode(answer.encode(1));
        assertEquals(9, read.place());
        assertEquals(answer.marks(), read.marks());
        assertEquals("next", read.cursor());
        assertArrayEquals(bar.payload(), read.messages().getFirst().payload());
        assertEquals(List.of(4L), sequences(read.messages()));
        assertEquals(5, read.messages().getFirst().timeNs());
        assertEquals(6, read.messages().getFirst().periodNs());
        HistoryAnswer refused =
                HistoryAnswer.decode(HistoryAnswer.refused(12, "why \u00e4").encode(1));
        assertTrue(refused.isRefused());
        assertEquals("why \u00e4", refused.problem());
    }

    @Test
    void shouldGiveAllThatIsWantedInPagesOfAnyRoom() {
        List<PastMessage> bars = bars(100);
        for (int room : new int[] {1024, 2048, 5000, 120_000}) {
            HistoryQuestion all = ALL.within(room);
            assertEquals(sequences(bars), sequences(pages(all, bars)));
            HistoryQuestion last = new HistoryQuestion(0, 0, 60, 5, 0, room, "");
            assertEquals(List.of(87L, 90L, 93L, 96L, 99L), sequences(pages(last, bars)));
            HistoryQuestion between = new HistoryQuestion(102, 104, 0, 0, 0, room, "");
            assertEquals(List.of(4L, 5L, 6L, 7L), sequences(pages(between, bars)));
            HistoryQuestion after = new HistoryQuestion(0, 0, 0, 0, 97, room, "");
            assertEquals(List.of(98L, 99L, 100L), sequences(pages(after, bars)));
        }
    }

    @Test
    void shouldGiveNothingThatCameAfterTheFirstPage() {
        List<PastMessage> bars = new ArrayList<>(bars(20));
        HistoryAnswer first = PastList.answer(ALL.within(1024), bars, PastList.marks(bars));
        assertEquals(20, first.place());
        assertEquals(List.of(new HistoryMark(7, 20)), first.marks());
        // One that comes late, with an early time.
        bars.add(bar(7, 21, 1, 60));
        List<PastMessage> all = new ArrayList<>(first.messages());
        for (HistoryAnswer next = first; !next.cursor().isEmpty(); ) {
            next = PastList.answer(ALL.within(1024).from(next.cursor()), bars, List.of());
            all.addAll(next.messages());
        }
        assertEquals(sequences(bars.subList(0, 20)), sequences(all));
        HistoryQuestion since = new HistoryQuestion(0, 0, 0, 0, first.place(), 2048, "");
        assertEquals(List.of(21L), sequences(pages(since, bars)));
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        assertWrong("is not before to=2", 3, 2, 0, 0, 0, 2048, "");
        assertWrong("must not be below 0", -1, 0, 0, 0, 0, 2048, "");
        assertWrong("period=-1", 0, 0, -1, 0, 0, 2048, "");
        assertWrong("last=-1", 0, 0, 0, -1, 0, 2048, "");
        assertWrong("after=-1", 0, 0, 0, 0, -1, 2048, "");
        assertWrong("a message needs so much", 0, 0, 0, 0, 0, 1023, "");
        assertWrong("none that a page gave", 0, 0, 0, 0, 0, 2048, "x".repeat(101));
        String cursor = assertThrows(
                        IllegalArgumentException.class, () -> PastList.answer(ALL.from("7"), bars(3), List.of()))
                .getMessage();
        assertTrue(cursor.contains("Ask for the first page"), cursor);
    }

    private static void assertWrong(
            String why, long from, long to, long period, long last, long after, int room, String cursor) {
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> new HistoryQuestion(from, to, period, last, after, room, cursor))
                .getMessage();
        assertTrue(said.contains(why), said);
    }

    /** Bytes from outside: each is a question or is refused with a reason; nothing else is thrown. */
    @Test
    void shouldRefuseOrReadWhateverBytesCome() {
        Random random = new Random(17);
        byte[] whole = new HistoryQuestion(1, 2, 3, 4, 5, 8192, "9:10").encode(11);
        byte[] page = new HistoryAnswer(
                        7, List.of(new HistoryMark(1, 2)), List.of(bar(1, 2, 3, 4), bar(1, 3, 3, 4)), "c", 0, "p")
                .encode(1);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = spoilt(whole, random);
            byte[] spoiltPage = spoilt(page, random);
            try {
                HistoryQuestion.decode(new UnsafeBuffer(bytes), 0, bytes.length);
                read++;
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().length() > 10, refused.getMessage());
            }
            try {
                HistoryAnswer.decode(spoiltPage).messages().forEach(PastMessage::template);
                read++;
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().length() > 10, refused.getMessage());
            }
        }
        assertTrue(read > 1000, "too few were whole for a test: " + read);
    }

    private static byte[] spoilt(byte[] whole, Random random) {
        byte[] bytes = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length + 20) : whole.length);
        for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @Test
    void shouldAskForEachTopicOnOneOfItsOwn() {
        assertEquals("platform.history.bar.XNAS.AAPL", HistoryTopics.of("platform.data.bar.XNAS.AAPL"));
        assertEquals(
                Optional.of("platform.data.bar.XNAS.AAPL"), HistoryTopics.dataOf("platform.history.bar.XNAS.AAPL"));
        for (String none : List.of(
                "platform.history.book.XNAS.AAPL", "platform.history.bar.XNAS", "platform.data.bar.XNAS.AAPL")) {
            assertEquals(Optional.empty(), HistoryTopics.dataOf(none));
        }
        assertEquals(Optional.of("platform.history.**"), HistoryTopics.pattern("platform.data.**"));
        assertEquals(Optional.empty(), HistoryTopics.pattern("platform.oms.**"));
        for (String none : List.of("platform.data.bar.XNAS.*", "platform.data.status.XNAS.AAPL", "a.b", "")) {
            String said = assertThrows(IllegalArgumentException.class, () -> HistoryTopics.of(none))
                    .getMessage();
            assertTrue(said.contains("only quotes, trades and bars are kept"), said);
        }
    }
}
