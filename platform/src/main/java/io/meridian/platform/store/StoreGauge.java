package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How much the store service of a deployment has, for views: asked each second, on a thread of its own. On some engines the answers come among
 * all other messages, which have to be read past without a pause.
 */
public final class StoreGauge implements ReplyHandler, AutoCloseable {
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LIMIT = 256;

    private final Requester requester;
    private final Topic topic = Topic.of(TopicTemplate.STORE.topic(StoreDesk.ROWS));
    private final UnsafeBuffer question = new UnsafeBuffer(new Fields(List.of(List.of(""), List.of())).encode());
    private final Thread thread;
    private volatile Reading last;
    private volatile boolean closing;

    /** @param bytes on the disk */
    public record Reading(long rows, long bytes) {}

    public StoreGauge(Bus bus) {
        requester = bus.requester();
        thread = Thread.ofPlatform().name("watch-store").daemon().start(this::run);
    }

    private void run() {
        long askedNs = System.nanoTime() - INTERVAL_NS;
        while (!closing) {
            if (System.nanoTime() - askedNs >= INTERVAL_NS && requester.waiting() == 0) {
                askedNs = System.nanoTime();
                requester.request(topic, question, 0, question.capacity(), ANSWER_NS, this);
            }
            if (requester.poll(LIMIT, WAIT_NS) == 0) {
                LockSupport.parkNanos(WAIT_NS / 10);
            }
        }
    }

    /** What was answered last; null when no service answers. */
    public Reading read() {
        return last;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onReply(Message reply) {
        Fields answer = Fields.decode(reply.buffer(), reply.offset(), reply.length());
        List<String> figures = answer.isOk() ? answer.data().getFirst() : List.of();
        last = figures.isEmpty() ? null : new Reading(Long.parseLong(figures.get(0)), Long.parseLong(figures.get(1)));
    }

    @Override
    public void onNoResponder() {
        last = null;
    }

    @Override
    public void onTimeout() {
        last = null;
    }
}
