package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Message;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions for the past, asked of the service over the in-memory bus, with a real store. */
final class HistoryDeskTest {
    private static final long SECOND = 1_000_000_000L;
    /** Recent: a store removes what is old. */
    private static final long BEGIN = SystemEpochNanoClock.INSTANCE.nanoTime() / SECOND * SECOND - 1_000 * SECOND;

    private static final String QUOTES = "platform.history.quote.XNAS.A";
    private static final HistoryQuestion ALL = new HistoryQuestion(0, 0, 0, 0, 0, 8192, "");

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> memory =
            Map.of("bus.backend", "memory", "memory.space", "history-" + UUID.randomUUID());
    private final StoreRig rig = new StoreRig(Settings.of(BusSettings.schemas(), memory));
    private final Requester requester = rig.bus().requester();
    private Bus bus;
    private StoreService store;

    @BeforeEach
    void start() {
        start("1m");
    }

    /** @param batchTime how long rows wait before they are stored by themselves */
    private void start(String batchTime) {
        Map<String, String> given = new TreeMap<>(memory);
        given.putAll(Map.of("storage.memory", "64m", "storage.batch.time", batchTime));
        Settings settings =
                Settings.reader(PlatformSettings.schemas()).values(given).read();
        bus = Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
        store = StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
    }

    @AfterEach
    void stop() {
        store.onClose();
        bus.close();
        rig.close();
    }

    private HistoryAnswer ask(String topic, byte[] question) {
        HistoryAnswer[] answer = new HistoryAnswer[1];
        ReplyHandler handler = new ReplyHandler() {
            @Override
            public void onReply(Message reply) {
                byte[] bytes = new byte[reply.length()];
                reply.buffer().getBytes(reply.offset(), bytes);
                answer[0] = HistoryAnswer.decode(bytes);
            }

            @Override
            public void onTimeout() {
                throw new AssertionError("no answer in time: " + log);
            }

            @Override
            public void onNoResponder() {
                throw new AssertionError("nobody answers");
            }
        };
        assertTrue(
                requester.request(Topic.of(topic), new UnsafeBuffer(question), 0, question.length, 20 * SECOND, handler)
                        > 0);
        StoreRig.until(store, log, "an answer", () -> {
            requester.poll(10);
            return answer[0] != null;
        });
        return answer[0];
    }

    private HistoryAnswer ask(String topic, HistoryQuestion question) {
        return ask(topic, question.encode(1));
    }

    private List<PastMessage> pages(String topic, HistoryQuestion question) {
        List<PastMessage> all = new ArrayList<>();
        HistoryAnswer answer = ask(topic, question);
        assertEquals("", answer.problem());
        all.addAll(answer.messages());
        while (!answer.cursor().isEmpty()) {
            assertTrue(answer.encode(1).length <= question.room());
            answer = ask(topic, question.from(answer.cursor()));
            assertTrue(!answer.isRefused(), answer.problem());
            all.addAll(answer.messages());
        }
        return all;
    }

    /** What is published comes when the bus brings it: asks until the last one has come. */
    private HistoryAnswer askOnceCame(String topic, HistoryQuestion question, long sequence) {
        long deadlineNs = System.nanoTime() + 20 * SECOND;
        HistoryAnswer answer = ask(topic, question);
        while (answer.marks().isEmpty() || answer.marks().getFirst().sequence() < sequence) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "it never came: " + answer + log);
            answer = ask(topic, question);
        }
        assertEquals("", answer.problem());
        return answer;
    }

    private static List<Long> sequences(List<PastMessage> messages) {
        return messages.stream().map(PastMessage::sequence).toList();
    }

    private static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void shouldGiveAllThatHadComeThoughNothingWasStoredYet() {
        for (int i = 1; i <= 300; i++) {
            rig.quote("A", BEGIN + i * SECOND, 100 + i);
            rig.quote("B", BEGIN + i * SECOND, i);
        }
        HistoryAnswer first = askOnceCame(QUOTES, ALL, 300);
        assertEquals(1, first.marks().size());
        HistoryMark mark = first.marks().getFirst();
        assertEquals(300, mark.sequence());
        List<PastMessage> all = pages(QUOTES, ALL);
        assertEquals(numbers(1, 300), sequences(all));
        assertTrue(all.stream().allMatch(message -> message.source() == mark.source()));
        QuoteDecoder quote = new QuoteDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(all.get(6).payload()), 0, new MessageHeaderDecoder());
        assertEquals(107, quote.bidPrice().mantissa());
        assertEquals(2, quote.bidPrice().scale());
        assertEquals("XNAS A USD", quote.venue() + " " + quote.symbol() + " " + quote.currency());
        assertEquals(numbers(291, 300), sequences(pages(QUOTES, new HistoryQuestion(0, 0, 0, 10, 0, 2048, ""))));
        assertEquals(
                numbers(20, 29),
                sequences(pages(
                        QUOTES, new HistoryQuestion(BEGIN + 20 * SECOND, BEGIN + 30 * SECOND, 0, 0, 0, 1024, ""))));
        assertEquals(List.of(), pages("platform.history.quote.XLON.A", ALL));
    }

    @Test
    void shouldShowInNoPageWhatCameAfterTheFirstAndGiveItWhenAskedWhatCameSince() {
        for (int i = 1; i <= 100; i++) {
            rig.quote("A", BEGIN + i * SECOND, i);
        }
        HistoryAnswer first = askOnceCame(QUOTES, ALL.within(2048), 100);
        // Two late ones: the time of one lies in what is still to be read.
        rig.quote("A", BEGIN + 90 * SECOND, 1);
        rig.quote("A", BEGIN + 5 * SECOND, 1);
        List<PastMessage> all = new ArrayList<>(first.messages());
        for (HistoryAnswer next = first; !next.cursor().isEmpty(); ) {
            next = ask(QUOTES, ALL.within(2048).from(next.cursor()));
            all.addAll(next.messages());
        }
        assertEquals(numbers(1, 100), sequences(all));
        HistoryQuestion since = new HistoryQuestion(0, 0, 0, 0, first.place(), 2048, "");
        HistoryAnswer later = askOnceCame(QUOTES, since, 102);
        assertEquals(numbers(101, 102), sequences(later.messages()));
        assertEquals(102, later.marks().getFirst().sequence());
        assertEquals(
                List.of(),
                ask(QUOTES, new HistoryQuestion(0, 0, 0, 0, later.place(), 2048, ""))
                        .messages());
    }

    @Test
    void shouldKnowAfterARestartHowFarEachSourceHadCome() {
        rig.quote("A", BEGIN, 1);
        rig.quote("A", BEGIN + SECOND, 1);
        List<HistoryMark> marks = askOnceCame(QUOTES, ALL, 2).marks();
        store.onClose();
        bus.close();
        start("5ms");
        HistoryAnswer answer = ask(QUOTES, ALL);
        assertEquals(marks, answer.marks());
        assertEquals(numbers(1, 2), sequences(answer.messages()));
        assertEquals(2, answer.place());
    }

    @Test
    void shouldGiveOnlyBarsOfTheLengthThatIsWanted() {
        for (int i = 1; i <= 6; i++) {
            rig.bar("A", BEGIN + i * 60 * SECOND, (i % 3 == 0 ? 180 : 60) * SECOND, i);
        }
        askOnceCame("platform.history.bar.XNAS.A", ALL, 6);
        HistoryQuestion minutes = new HistoryQuestion(0, 0, 60 * SECOND, 0, 0, 8192, "");
        assertEquals(List.of(1L, 2L, 4L, 5L), sequences(pages("platform.history.bar.XNAS.A", minutes)));
        assertEquals(
                60 * SECOND,
                pages("platform.history.bar.XNAS.A", minutes).getFirst().periodNs());
        HistoryAnswer wrong = ask(QUOTES, minutes);
        assertEquals(Refusal.Code.INVALID_VALUE, wrong.code());
        assertTrue(wrong.problem().contains("is of bars, not of kind=QUOTE"), wrong.problem());
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        assertRefused("only quotes, trades and bars are kept", ask("platform.history.book.XNAS.A", ALL));
        assertRefused("is none that a page gave", ask(QUOTES, ALL.from("1:2")));
        assertRefused("is none that a page gave", ask(QUOTES, ALL.from("1:2:x")));
        assertRefused("cut short", ask(QUOTES, Arrays.copyOf(ALL.encode(1), 40)));
        assertRefused("less than that of a header", ask(QUOTES, new byte[3]));
    }

    private static void assertRefused(String why, HistoryAnswer answer) {
        assertEquals(Refusal.Code.INVALID_VALUE, answer.code());
        assertTrue(answer.problem().contains(why), answer.problem());
    }

    /** Whatever comes over the bus, it is answered or refused, and the service goes on. */
    @Test
    void shouldAnswerOrRefuseWhateverBytesComeAndGoOn() {
        for (int i = 1; i <= 50; i++) {
            rig.quote("A", BEGIN + i * SECOND, i);
        }
        askOnceCame(QUOTES, ALL, 50);
        Random random = new Random(5);
        byte[] whole = new HistoryQuestion(1, BEGIN + 100 * SECOND, 0, 20, 3, 4096, "50:1000000000:1").encode(1);
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes =
                    Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length + 10) : whole.length);
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            HistoryAnswer answer = ask(QUOTES, bytes);
            if (answer.isRefused()) {
                refused++;
                assertTrue(answer.problem().length() > 10, answer.problem());
            } else {
                answered++;
            }
        }
        assertTrue(answered > 300 && refused > 300, "answered=" + answered + " refused=" + refused);
        assertEquals(numbers(1, 50), sequences(pages(QUOTES, ALL)));
    }
}
