package io.meridian.backtest.engine;

import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastList;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.sdk.Topics;
import io.meridian.sdk.event.MarketData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/**
 * Answers as a store would that has the tape up to now: what was before the run, and what was published in it. Nothing later than the clock is in an
 * answer, nor what is still to be published at this very time.
 */
final class TapeHistory {
    /** So far back it looks first for the last messages; then ever further. */
    private static final long FIRST_LOOK_NS = 60_000_000_000L;

    private static final int FURTHER = 8;

    private final World world;
    private final Tape tape;
    private final long beginNs;
    private final int source;
    private final DerivedQuotes derived;
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
    private final BarDecoder bar = new BarDecoder();
    /** What is being read page by page. */
    private final Map<Asked, List<PastMessage>> underWay = new HashMap<>();

    private long tapeBeginNs = Long.MIN_VALUE;

    private record Asked(String topic, HistoryQuestion question, long nowNs) {}

    /**
     * @param source  of what the market publishes
     * @param derived makes quotes of bars; null: none are made
     */
    TapeHistory(World world, Tape tape, long beginNs, int source, DerivedQuotes derived) {
        this.world = world;
        this.tape = tape;
        this.beginNs = beginNs;
        this.source = source;
        this.derived = derived;
    }

    /** @throws IllegalArgumentException when the question makes no sense */
    HistoryAnswer answer(String topicName, HistoryQuestion question) {
        LocalTopic topic = world.bus().topic(topicName);
        Asked asked = new Asked(topicName, question.from(""), world.nowNs());
        long published = topic.sequence(source);
        // Its place is how many were published, counted from 1, as 0 has a meaning.
        long after = question.after() == 0 ? 0 : question.after() - 1;
        if (after > published) {
            throw new IllegalArgumentException("after=" + question.after() + " is no place that a page told");
        }
        HistoryQuestion within = question.after() == 0 ? generous(question) : question;
        if (question.isFirst()) {
            List<PastMessage> found =
                    question.after() == 0 ? byTime(topic, within) : last(topic, within, beginNs, published - after);
            underWay.put(asked, found);
            if (question.after() == 0 && tape.times() == 1) {
                tellHowMuch(question, found);
            }
        }
        List<PastMessage> messages = underWay.get(asked);
        if (messages == null) {
            throw new IllegalArgumentException(
                    "cursor=" + question.cursor() + " is none of a page of this time. Ask for the first page");
        }
        List<HistoryMark> marks = published == 0 ? List.of() : List.of(new HistoryMark(source, published));
        HistoryAnswer answer = PastList.answer(listed(within), messages, marks);
        if (answer.cursor().isEmpty()) {
            underWay.remove(asked);
        }
        return new HistoryAnswer(
                question.isFirst() ? published + 1 : 0, answer.marks(), answer.messages(), answer.cursor(), 0, "");
    }

    /** The list has only what came after the place that is asked for. */
    private static HistoryQuestion listed(HistoryQuestion question) {
        return new HistoryQuestion(
                question.fromNs(),
                question.toNs(),
                question.periodNs(),
                question.last(),
                0,
                question.room(),
                question.cursor());
    }

    /** As {@link Tape#times} wants it. */
    private HistoryQuestion generous(HistoryQuestion question) {
        int times = tape.times();
        long backNs = world.nowNs() - question.fromNs();
        return new HistoryQuestion(
                question.fromNs() == 0 || question.toNs() != 0
                        ? question.fromNs()
                        : Math.max(1, world.nowNs() - times * backNs),
                question.toNs(),
                question.periodNs(),
                Math.min(HistoryQuestion.MOST, times * question.last()),
                question.after(),
                question.room(),
                question.cursor());
    }

    private void tellHowMuch(HistoryQuestion question, List<PastMessage> found) {
        long wanted = found.stream().filter(question::wants).count();
        if (question.last() > 0 && wanted >= question.last()) {
            PastMessage first = found.stream()
                    .filter(question::wants)
                    .skip(wanted - question.last())
                    .findFirst()
                    .orElseThrow();
            tape.asked(Math.max(0, beginNs - first.timeNs()));
        } else {
            tape.asked(question.fromNs() == 0 ? Long.MAX_VALUE : Math.max(0, beginNs - question.fromNs()));
        }
    }

    private List<PastMessage> byTime(LocalTopic topic, HistoryQuestion question) {
        return question.last() == 0
                ? scan(topic, question.fromNs())
                : last(topic, question, question.fromNs(), question.last());
    }

    /** At least so many of the last messages, if there are. */
    private List<PastMessage> last(LocalTopic topic, HistoryQuestion question, long fromNs, long count) {
        long lookNs = FIRST_LOOK_NS;
        while (true) {
            long sinceNs = Math.max(Math.max(fromNs, tapeBegin()), world.nowNs() - lookNs);
            List<PastMessage> found = scan(topic, sinceNs);
            if (sinceNs <= Math.max(fromNs, tapeBegin())
                    || found.stream().filter(question::wants).count() >= count) {
                return question.after() == 0 || found.size() <= count
                        ? found
                        : found.subList((int) (found.size() - count), found.size());
            }
            lookNs *= FURTHER;
        }
    }

    private long tapeBegin() {
        if (tapeBeginNs == Long.MIN_VALUE) {
            try (Tape.Cursor cursor = tape.open(Long.MIN_VALUE, Long.MAX_VALUE)) {
                tapeBeginNs = cursor.next() ? cursor.timeNs() : Long.MAX_VALUE;
            }
        }
        return tapeBeginNs;
    }

    private List<PastMessage> scan(LocalTopic topic, long sinceNs) {
        List<PastMessage> found = new ArrayList<>();
        if (sinceNs < beginNs) {
            read(topic, sinceNs, beginNs, found);
        }
        List<PastMessage> run = new ArrayList<>();
        read(topic, Math.max(sinceNs, beginNs), world.nowNs() + 1, run);
        // Of those of this very time some may still be to come.
        int ofNow = 0;
        while (ofNow < run.size() && run.get(run.size() - 1 - ofNow).timeNs() == world.nowNs()) {
            ofNow++;
        }
        int published = run.size() - ofNow + topic.sentAt(world.nowNs());
        for (int i = 0; i < published; i++) {
            long sequence = topic.sequence(source) - (published - 1 - i);
            found.add(new PastMessage(source, sequence, run.get(i).payload()));
        }
        return found;
    }

    private void read(LocalTopic topic, long fromNs, long toNs, List<PastMessage> to) {
        try (Tape.Cursor cursor = tape.open(fromNs, toNs)) {
            while (cursor.next()) {
                Tape.Listed listed = cursor.listed(cursor.listing());
                MarketData.Kind kind = cursor.kind();
                if (isOf(topic, kind, listed)) {
                    to.add(message(cursor));
                }
                boolean quoted = derived != null && kind == MarketData.Kind.BAR;
                if (quoted && isOf(topic, MarketData.Kind.QUOTE, listed)) {
                    to.add(quote(cursor, listed));
                }
            }
        }
    }

    private static boolean isOf(LocalTopic topic, MarketData.Kind kind, Tape.Listed listed) {
        return topic.name.equals(Topics.data(kind, listed.venue(), listed.symbol()));
    }

    private PastMessage message(Tape.Cursor cursor) {
        byte[] payload = new byte[cursor.length()];
        cursor.write(scratch, 0);
        scratch.getBytes(0, payload);
        return new PastMessage(0, 0, payload);
    }

    private PastMessage quote(Tape.Cursor cursor, Tape.Listed listed) {
        cursor.write(scratch, 0);
        ExpandableArrayBuffer made = new ExpandableArrayBuffer(512);
        bar.wrap(scratch, MessageHeaderDecoder.ENCODED_LENGTH, BarDecoder.BLOCK_LENGTH, BarDecoder.SCHEMA_VERSION);
        int length = derived.write(made, cursor.timeNs(), listed, DerivedQuotes.scaleOf(listed.tickSize()), bar);
        byte[] payload = new byte[length];
        made.getBytes(0, payload);
        return new PastMessage(0, 0, payload);
    }
}
