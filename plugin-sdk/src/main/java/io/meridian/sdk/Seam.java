package io.meridian.sdk;

import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import org.agrona.collections.Long2LongHashMap;

/**
 * Joins the past of one topic to what comes live, without a gap or a repeat. What comes live waits until the past was given, which leaves out what waits.
 * What it gave is dropped when it comes live. The first page of the past is of one moment of the store, and says of each source up to which sequence its
 * messages had come by then. When the first one that comes live is further ahead, what is between them was on its way to the store at that moment: it is asked
 * for as what came there since.
 */
final class Seam implements History {
    /** Some 10 MB. Who gets so much while it warms up asks for too much of the past. */
    static final int MOST_HELD = 32_768;

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<RefusalCode> PASSING =
            Set.of(RefusalCode.NO_RESPONDER, RefusalCode.TIMED_OUT, RefusalCode.NOT_CONNECTED, RefusalCode.NOT_READY);

    private final Plugin plugin;
    private final PluginContext context;
    private final String topic;
    private final Past past;
    private final Runnable whenOver;
    private final Events events = new Events();
    /** Of each source up to where nothing is missing. */
    private final Long2LongHashMap reached = new Long2LongHashMap(0);
    /** Of each source up to where its messages were handed over. */
    private final Long2LongHashMap handed = new Long2LongHashMap(0);
    /** Of each source the first one that came live. */
    private final Long2LongHashMap waiting = new Long2LongHashMap(Long.MAX_VALUE);

    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Phase phase = Phase.READING;
    private PastReader reader;
    private HistoryQuestion question;
    private long patientUntilNs;
    private long given;
    private boolean joined;
    private int lastSource;
    private Throwable thrown;

    // What is between the past and what came live.
    private long place;
    private int firstSource;
    private long firstSequence;
    private long firstMark;
    private long missing;
    private boolean found;

    private enum Phase {
        /** The past is being read. */
        READING,
        /** The past was given; the next one that comes live shows whether it joins. */
        JOINING,
        /** What is between them is being read. */
        FILLING,
        OVER
    }

    private record Held(Message message, MessageHandler handler) {}

    Seam(Plugin plugin, PluginContext context, String topic, Past past, Runnable whenOver) {
        this.plugin = plugin;
        this.context = context;
        this.topic = topic;
        this.past = past;
        this.whenOver = whenOver;
    }

    void begin() {
        Message handling = context.handling();
        if (handling != null && !handling.isHistorical() && handling.topic().equals(topic)) {
            hold(handling, plugin.ownHandler());
        }
        question = past.question(context.clock().nanoTime(), PastReader.ROOM);
        reader = new PastReader(context, topic, question, this::onPage, this::onRefused);
        beginPatience();
        reader.ask();
    }

    private void beginPatience() {
        patientUntilNs = context.clock().nanoTime() + PATIENCE.toNanos();
    }

    private boolean isPatient() {
        return context.clock().nanoTime() < patientUntilNs;
    }

    private void later(Runnable task) {
        context.timer("history of " + topic, context.clock().nanoTime() + PAUSE.toNanos(), 0, () -> {
            if (phase != Phase.OVER) {
                task.run();
            }
        });
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public boolean isOver() {
        return phase == Phase.JOINING || phase == Phase.OVER;
    }

    @Override
    public void close() {
        if (phase == Phase.OVER) {
            return;
        }
        end();
        if (!held.isEmpty()) {
            // Not here: a handler may be under way, and has not returned.
            context.execute(this::handOverHeld);
        }
    }

    private void end() {
        phase = Phase.OVER;
        reader.close();
        whenOver.run();
    }

    // What comes live.

    boolean holds(Message message, MessageHandler handler) {
        if (message.isHistorical() || phase == Phase.OVER) {
            return false;
        }
        if (phase == Phase.JOINING) {
            int source = message.source();
            if (message.sequence() <= handed.get(source)) {
                return true;
            }
            if (!isAhead(source, message.sequence())) {
                pass(source, message.sequence());
                return false;
            }
            fill(message);
        }
        if (held.size() == MOST_HELD) {
            giveUp(new Refused(
                    PastReader.ACTION,
                    topic,
                    0,
                    RefusalCode.BACK_PRESSURED,
                    "the past of topic=" + topic + " is not given any more: while it was read " + MOST_HELD
                            + " messages came live. Ask for less of the past",
                    "",
                    ""));
            return false;
        }
        hold(message, handler);
        return true;
    }

    private void hold(Message message, MessageHandler handler) {
        held.add(new Held(message.copy(), handler));
        if (!waiting.containsKey(message.source())) {
            waiting.put(message.source(), message.sequence());
        }
    }

    private long reached(int source) {
        return reached.get(source);
    }

    /** Whether a message of this source can only be the next one if something is missing: of this source, or of one before it. */
    private boolean isAhead(int source, long sequence) {
        return !joined && (sequence > reached(source) + 1 || !reached.containsKey(source));
    }

    /** Whether nothing that was given can come live any more: one instance at a time publishes a topic. */
    private boolean isWhole(int source) {
        return lastSource == 0 || source == lastSource || !reached.containsKey(source);
    }

    private void handOver(Message message, MessageHandler handler) {
        try {
            context.handling(message, () -> plugin.handOver(message, events.of(message), handler));
        } catch (RuntimeException | Error failed) {
            // The others must not be lost with it.
            thrown = thrown == null ? failed : thrown;
        }
    }

    private void throwLater() {
        Throwable first = thrown;
        thrown = null;
        switch (first) {
            case null -> {
                // The usual case.
            }
            case Error error -> throw error;
            default -> throw (RuntimeException) first;
        }
    }

    /** All that waits, as there will be no past for it. */
    private void handOverHeld() {
        while (!held.isEmpty()) {
            Held next = held.remove();
            if (next.message().sequence() > handed.get(next.message().source())) {
                handOver(next.message(), next.handler());
            }
        }
        throwLater();
    }

    /** Notes that a message goes on to the plugin. */
    private void pass(int source, long sequence) {
        boolean whole = isWhole(source);
        joined = true;
        reached.put(source, Math.max(reached(source), sequence));
        handed.put(source, sequence);
        if (whole && held.isEmpty()) {
            end();
        }
    }

    /** Hands over what waits, up to where something is missing. */
    private void join() {
        while (phase == Phase.JOINING && !held.isEmpty()) {
            Message message = held.peek().message();
            if (message.sequence() > handed.get(message.source())) {
                if (isAhead(message.source(), message.sequence())) {
                    fill(message);
                    return;
                }
                Held next = held.remove();
                pass(message.source(), message.sequence());
                handOver(message, next.handler());
            } else {
                held.remove();
            }
        }
    }

    // The past.

    private void onPage(HistoryAnswer answer) {
        beginPatience();
        place = Math.max(place, answer.place());
        for (HistoryMark mark : answer.marks()) {
            reached.put(mark.source(), mark.sequence());
        }
        for (PastMessage message : answer.messages()) {
            // What waits comes live, and so does what follows it.
            if (phase == Phase.READING && message.sequence() < waiting.get(message.source())) {
                give(message);
            }
        }
        if (phase == Phase.READING && answer.cursor().isEmpty()) {
            phase = Phase.JOINING;
            notice(Notice.Kind.LIVE, given, "all of the past was given: messages=" + given);
            join();
        }
        throwLater();
    }

    private void give(PastMessage message) {
        given++;
        if (message.sequence() > 0) {
            lastSource = message.source();
            reached.put(message.source(), Math.max(reached(message.source()), message.sequence()));
            handed.put(message.source(), Math.max(handed.get(message.source()), message.sequence()));
        }
        handOver(PastReader.message(topic, message), null);
    }

    private void notice(Notice.Kind kind, long count, String text) {
        try {
            plugin.onNotice(new Notice(kind, topic, topic, count, text));
        } catch (RuntimeException failed) {
            thrown = thrown == null ? failed : thrown;
        }
    }

    private void onRefused(Refused refused) {
        if (PASSING.contains(refused.code()) && isPatient()) {
            later(reader::ask);
        } else {
            giveUp(refused);
        }
    }

    private void giveUp(Refused refused) {
        end();
        context.log().warn(refused.text(), "code", refused.code(), "next", "it goes on with what comes live");
        try {
            plugin.refuse(refused);
        } finally {
            handOverHeld();
        }
    }

    // What is between the past and what came live.

    private void fill(Message first) {
        phase = Phase.FILLING;
        firstSource = first.source();
        firstSequence = first.sequence();
        // Of a source that is not known nobody can say how much there was.
        missing = reached(firstSource) == 0 ? 0 : firstSequence - 1 - reached(firstSource);
        found = false;
        beginPatience();
        askToFill();
    }

    private void askToFill() {
        firstMark = 0;
        // Of bars those of any length: so are those that come live.
        reader = new PastReader(
                context,
                topic,
                new HistoryQuestion(question.fromNs(), 0, 0, 0, place, PastReader.ROOM, ""),
                this::onFilling,
                refused -> filled(refused.text()));
        reader.ask();
    }

    private void onFilling(HistoryAnswer answer) {
        place = Math.max(place, answer.place());
        for (HistoryMark mark : answer.marks()) {
            firstMark = mark.source() == firstSource ? mark.sequence() : firstMark;
        }
        for (PastMessage message : answer.messages()) {
            found |= message.source() == firstSource && message.sequence() >= firstSequence;
            if (!found && phase == Phase.FILLING && message.sequence() > reached(message.source())) {
                missing -= message.source() == firstSource ? 1 : 0;
                give(message);
            }
        }
        if (phase == Phase.FILLING && (found || answer.cursor().isEmpty())) {
            reader.close();
            if (found || firstMark >= firstSequence) {
                filled("the store lost them");
            } else if (isPatient()) {
                later(this::askToFill);
            } else {
                filled("they did not come to the store in time");
            }
        }
        throwLater();
    }

    private void filled(String why) {
        phase = Phase.JOINING;
        joined = true;
        if (firstSequence > 1) {
            reached.put(firstSource, Math.max(reached(firstSource), firstSequence - 1));
        }
        if (missing > 0) {
            notice(
                    Notice.Kind.GAP,
                    missing,
                    missing + " messages between the past and what came live are missing: " + why);
        }
        join();
    }
}
