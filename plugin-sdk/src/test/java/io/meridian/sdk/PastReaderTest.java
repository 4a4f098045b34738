package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryQuestion;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Answers that are none, or too large. */
final class PastReaderTest {
    private static final String TOPIC = "platform.data.quote.XNAS.AAPL";

    private final HandContext context = new HandContext();
    private final List<HistoryAnswer> pages = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final PastReader reader = new PastReader(
            context, TOPIC, Past.last(3).question(context.nowNs, PastReader.ROOM), pages::add, refused::add);

    private HistoryQuestion answer(Reply reply) {
        HandContext.Asked asked = context.asked.remove();
        assertEquals("platform.history.quote.XNAS.AAPL", asked.topic());
        asked.handler().accept(reply);
        return HistoryQuestion.decode(new UnsafeBuffer(asked.payload()), 0, asked.payload().length);
    }

    private static Reply refusal(RefusalCode code) {
        return new Reply(new Refused("request", "", 0, code, "as the test wants", "r", "ask"), 0, 0, new byte[0]);
    }

    @Test
    void shouldAskForSmallerPagesWhenTheSharedMemoryIsSmall() {
        reader.ask();
        int room = PastReader.ROOM;
        while (room / 2 >= HistoryQuestion.LEAST_ROOM) {
            assertEquals(room, answer(refusal(RefusalCode.TOO_LARGE)).room());
            room /= 2;
        }
        assertEquals(room, answer(refusal(RefusalCode.TOO_LARGE)).room());
        assertEquals(RefusalCode.TOO_LARGE, refused.getFirst().code());
        assertEquals(0, context.asked.size());
    }

    @Test
    void shouldSayWhyWhenAnAnswerIsNone() {
        reader.ask();
        answer(new Reply(null, 0, 0, new byte[] {1, 2, 3}));
        assertEquals(RefusalCode.UNSUPPORTED, refused.getFirst().code());
        assertTrue(refused.getFirst().text().contains("must be of this release"), refused::toString);
        reader.ask();
        answer(new Reply(
                null,
                71,
                3,
                HistoryAnswer.refused(RefusalCode.NOT_READY.ordinal(), "away").encode(1)));
        assertEquals(RefusalCode.NOT_READY, refused.getLast().code());
        assertTrue(refused.getLast().text().contains(TOPIC + " is not given: away"), refused::toString);
        reader.ask();
        answer(refusal(RefusalCode.ACL_DENIED));
        assertEquals("ask", refused.getLast().howToAsk());
        assertEquals(List.of(), pages);
    }

    @Test
    void shouldAskForNothingMoreAndTakeNothingMoreWhenClosed() {
        reader.ask();
        reader.close();
        answer(new Reply(null, 71, 3, new HistoryAnswer(1, List.of(), List.of(), "more", 0, "").encode(1)));
        assertEquals(List.of(), pages);
        assertEquals(0, context.asked.size());
    }
}
