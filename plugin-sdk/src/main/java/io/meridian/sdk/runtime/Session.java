package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.sdk.Log;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.Profile;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recorder;
import java.util.ArrayDeque;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One attach, from the sidecar's yes until one of the two is gone: reads frames, runs handlers, settles. All on the
 * plugin's thread.
 *
 * <p>What arrives while a handler waits for the sidecar is put aside, and handled in its order when the handler returned.
 */
final class Session implements FrameSink {
    private static final int BATCH = 64;

    final RuntimeOptions options;
    private final Events events = new Events();
    private final Message message = new Message();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DeliverDecoder deliver = new DeliverDecoder();
    private final SessionTopics topics = new SessionTopics(this);
    private final Long2ObjectHashMap<AnswerHandler> calls = new Long2ObjectHashMap<>();
    private final ArrayDeque<Runnable> aside = new ArrayDeque<>();
    private final TimerQueue timers = new TimerQueue(this::cancelled);
    private final SessionNotes notes;
    private final Waiting waiting;
    private final EventClock clock;

    private SidecarLink link;
    private SessionLog ownLog;
    private UnsafeBuffer inbox = new UnsafeBuffer(new byte[4096]);
    private int inboxLength;
    private Message handling;
    private Plugin plugin;
    private int maxPayload;
    private boolean actsOnReplayed;
    private long handledMessages;
    private long failures;
    private long storedTag;

    /** Takes the answers to one call. */
    interface AnswerHandler {
        /** Runs while frames are read: must not call the plugin nor wait; {@link Session#later} does. */
        void onAnswer(boolean end, byte[] body);
    }

    /** @param recorder null: nothing is written down */
    Session(RuntimeOptions options, Recorder recorder) {
        this.options = options;
        clock = new EventClock(options.clock());
        notes = new SessionNotes(recorder, clock);
        waiting = new Waiting(this);
    }

    void begin(SidecarLink newLink) {
        link = newLink;
        ownLog = new SessionLog(this);
        maxPayload = link.maxPayload();
    }

    void begin(Plugin newPlugin, int newMaxPayload, boolean nowActsOnReplayed) {
        plugin = newPlugin;
        actsOnReplayed = nowActsOnReplayed;
        maxPayload = newMaxPayload == 0 ? link.maxPayload() : Math.min(newMaxPayload, link.maxPayload());
    }

    SidecarLink link() {
        return link;
    }

    Plugin plugin() {
        return plugin;
    }

    SessionTopics topics() {
        return topics;
    }

    TimerQueue timers() {
        return timers;
    }

    /** The plugin's time. */
    EventClock clock() {
        return clock;
    }

    Message handling() {
        return handling;
    }

    /** Runs a task as the handler of a message that did not just come. */
    void handling(Message kept, Runnable task) {
        Message outer = handling;
        handling = kept;
        try {
            task.run();
        } finally {
            handling = outer;
        }
        handledMessages++;
    }

    /** What is written down of it. */
    SessionNotes notes() {
        return notes;
    }

    Waiting waiting() {
        return waiting;
    }

    /** How much waits to be handled when the handler has returned. */
    int putAside() {
        return aside.size();
    }

    int maxPayload() {
        return maxPayload;
    }

    /** How many messages were handled, to know whether there is anything new to keep. */
    long handledMessages() {
        return handledMessages;
    }

    /** All durable messages up to this tag that were not refused are stored. */
    long storedTag() {
        return storedTag;
    }

    // Work.

    /** Handles what came: at most a batch of messages. */
    int work() {
        int work = 0;
        while (work < BATCH) {
            Runnable task = aside.poll();
            if (task != null) {
                run("task", task);
                work++;
            } else if (readOne()) {
                work++;
            } else {
                break;
            }
        }
        work += fireTimers();
        topics.settleHandled();
        return work;
    }

    private boolean readOne() {
        if (link.read(1) == 0) {
            return false;
        }
        if (inboxLength > 0) {
            int length = inboxLength;
            inboxLength = 0;
            handle(inbox, 0, length);
        }
        return true;
    }

    private void cancelled(long timer) {
        notes.said(Kind.TIMER_CANCELLED, timer);
    }

    private int fireTimers() {
        int fired = 0;
        long nowNs = clock.look();
        while (timers.nextDueNs() <= nowNs && fired < BATCH) {
            TimerQueue.Entry timer = timers.due(nowNs);
            clock.beginAt(nowNs);
            if (notes.recorder() != null) {
                notes.recorder().fired(nowNs, timer.order());
            }
            runNow("timer", timer.handler() != null ? timer.handler() : () -> plugin.onTimer(timer));
            timers.fired(timer, nowNs);
            fired++;
        }
        return fired;
    }

    /** Runs something of the author's. */
    void run(String where, Runnable task) {
        clock.begin();
        runNow(where, task);
    }

    /** As {@link #run}, when the clock has begun already. */
    private void runNow(String where, Runnable task) {
        try {
            task.run();
        } catch (LinkLostException | VirtualMachineError lost) {
            throw lost;
        } catch (Throwable failure) {
            failed(where, failure);
        } finally {
            dropClaim(where);
            clock.end();
        }
    }

    /** To be run on the plugin's thread when no handler is under way. */
    void later(Runnable task) {
        aside.add(task);
    }

    private void failed(String where, Throwable failure) {
        failures++;
        notes.threw(failure);
        options.listener().onHandlerFailure(where, failure);
        // The first ones, then ever fewer: a handler that always throws must not drown the log.
        if (Long.bitCount(failures) == 1) {
            StackTraceElement[] trace = failure.getStackTrace();
            log(
                    Log.Level.ERROR,
                    "a handler threw",
                    Map.of(
                            "where",
                            where,
                            "error",
                            failure.toString(),
                            "at",
                            trace.length == 0 ? "" : trace[0].toString(),
                            "failures",
                            Long.toString(failures)));
        }
    }

    private void dropClaim(String where) {
        if (link.isOpen() && link.hasClaim()) {
            link.abort();
            if (notes.recorder() != null) {
                notes.recorder().aborted();
            }
            failed(where, new IllegalStateException("a claim was neither committed nor aborted; it is aborted now"));
        }
    }

    // Messages.

    @Override
    public void onDeliver(DirectBuffer buffer, int offset, int length) {
        if (waiting.isUnderWay() || !aside.isEmpty()) {
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            aside.add(() -> handle(copy, 0, length));
            return;
        }
        if (length > inbox.capacity()) {
            inbox = new UnsafeBuffer(new byte[Math.max(length, 2 * inbox.capacity())]);
        }
        inbox.putBytes(0, buffer, offset, length);
        inboxLength = length;
    }

    private void handle(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        deliver.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        RingSubscription subscription = topics.subscription(deliver.subscription());
        if (subscription == null) {
            return;
        }
        long delivery = deliver.delivery();
        boolean historical = subscription.isHistorical(deliver.publishTime())
                || !actsOnReplayed && deliver.flags().replayed();
        message.wrap(buffer, offset, length, link.topic(deliver.topic()), historical);
        handling = message;
        clock.begin();
        if (notes.recorder() != null) {
            notes.recorder()
                    .delivered(
                            clock.nanoTime(),
                            subscription.index(),
                            historical,
                            message.topic(),
                            buffer,
                            offset,
                            length);
        }
        try {
            plugin.handle(message, events.of(message), subscription.handler());
            if (message.outcome() != Message.Outcome.DONE) {
                notes.said(Kind.SETTLED, message.outcome().name(), message.reason());
            }
        } catch (LinkLostException | VirtualMachineError lost) {
            throw lost;
        } catch (Throwable failure) {
            message.retry(failure.toString());
            failed(message.topic(), failure);
        } finally {
            handling = null;
            clock.end();
        }
        dropClaim(message.topic());
        handledMessages++;
        if (subscription.profile() == Profile.DURABLE) {
            if (message.outcome() == Message.Outcome.DONE) {
                subscription.handled(delivery);
            } else {
                topics.settleOtherwise(subscription, delivery, message);
            }
        }
    }

    // Calls.

    /** Sends a call, waiting for room. */
    void send(long call, Method method, boolean end, byte[] body) {
        if (body.length > link.maxBody()) {
            notes.said(Kind.UNREPEATABLE, "a call of length=" + body.length + " is more than a frame holds");
        }
        if (!link.call(call, method, end, body)) {
            waiting.await(() -> link.call(call, method, end, body), method.name());
        }
    }

    /** Sends a call whose answers go to a handler, until one is the end or {@link #forget} is called. */
    long call(Method method, byte[] body, AnswerHandler handler) {
        long call = link.nextCall();
        calls.put(call, handler);
        send(call, method, true, body);
        return call;
    }

    /** As {@link #call}, but the call stays open for answers until it is ended. */
    void stream(Method method, byte[] body, AnswerHandler handler) {
        long call = link.nextCall();
        calls.put(call, handler);
        send(call, method, false, body);
    }

    void expect(long call, AnswerHandler handler) {
        calls.put(call, handler);
    }

    void forget(long call) {
        calls.remove(call);
    }

    @Override
    public void onAnswer(long call, Method method, boolean end, byte[] body) {
        AnswerHandler handler = calls.get(call);
        if (handler != null) {
            handler.onAnswer(end, body);
        }
    }

    @Override
    public void onRefused(long tag, int topic, int code, String text) {
        RingPublisher publisher = topics.publisher(topic);
        refused(new Refused(
                "publish", publisher == null ? "" : publisher.topic(), tag, RefusalCode.of(code), text, "", ""));
    }

    @Override
    public void onStored(long tag) {
        storedTag = tag;
    }

    /** Tells the author, later, and the log. */
    void refused(Refused refused) {
        options.listener().onRefused(refused);
        later(() -> {
            log(
                    Log.Level.WARN,
                    refused.text(),
                    Map.of(
                            "refused",
                            refused.action(),
                            "topic",
                            refused.topic(),
                            "code",
                            refused.code().name()));
            notes.sees(
                    Kind.REFUSED,
                    refused.action(),
                    refused.topic(),
                    refused.tag(),
                    refused.code().name(),
                    refused.text(),
                    refused.rule(),
                    refused.howToAsk());
            plugin.refuse(refused);
        });
    }

    void noticed(Notice notice) {
        later(() -> {
            notes.sees(
                    Kind.NOTICED,
                    notice.kind().name(),
                    notice.pattern(),
                    notice.topic(),
                    notice.count(),
                    notice.text());
            plugin.onNotice(notice);
        });
    }

    SessionLog ownLog() {
        return ownLog;
    }

    void log(Log.Level level, String text, Map<String, String> fields) {
        ownLog.write(level, text, fields);
    }
}
