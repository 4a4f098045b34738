package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Asks, and takes answers, on the thread that polls. A request nobody takes within the patience of the configuration ends
 * as "no responder"; one that was taken but not answered in its time ends as "timeout". It is never sent twice.
 */
public final class Requester implements AutoCloseable {
    private final Bus bus;
    private final IdSource ids;
    private final EpochNanoClock clock;
    private final long patienceNs;
    private final Subscription answers;
    private final Map<Topic, Publisher> publishers = new HashMap<>();
    private final Long2ObjectHashMap<Waiting> waiting = new Long2ObjectHashMap<>();
    private final List<Waiting> ended = new ArrayList<>();
    private final MessageContext context = new MessageContext();

    private static final class Waiting {
        final long id;
        final ReplyHandler handler;
        final long deadlineNs;
        final long takenByNs;
        boolean taken;

        Waiting(long id, ReplyHandler handler, long deadlineNs, long takenByNs) {
            this.id = id;
            this.handler = handler;
            this.deadlineNs = deadlineNs;
            this.takenByNs = takenByNs;
        }

        boolean isOver(long nowNs) {
            return nowNs >= (taken ? deadlineNs : takenByNs);
        }
    }

    Requester(Bus bus) {
        this.bus = bus;
        BusConfig config = bus.config();
        ids = config.ids();
        clock = config.clock();
        patienceNs = config.responderPatienceNs();
        answers = bus.subscribeOwn(SubscriptionSpec.fast(Responder.topicsTo(config.instance()) + ".*"), this::onAnswer);
    }

    /**
     * Asks. Exactly one method of {@code handler} is called later, from {@link #poll}.
     *
     * @return a positive number, or a result code, and then nothing will be called
     */
    public long request(
            Topic topic, DirectBuffer payload, int offset, int length, long timeoutNs, ReplyHandler handler) {
        if (timeoutNs <= 0) {
            throw new IllegalArgumentException("timeoutNs=" + timeoutNs + " is not positive");
        }
        Publisher publisher = publishers.get(topic);
        if (publisher == null) {
            publisher = bus.requestPublisher(topic);
            publishers.put(topic, publisher);
        }
        long id = ids.nextId();
        context.reset().correlation(id).flags(EnvelopeLayout.FLAG_REQUEST);
        long result = publisher.offer(context, payload, offset, length);
        if (result > 0) {
            long now = clock.nanoTime();
            waiting.put(id, new Waiting(id, handler, now + timeoutNs, now + Math.min(patienceNs, timeoutNs)));
        }
        return result;
    }

    /** Takes at most {@code limit} answers, then ends what has waited too long. Never blocks. */
    public int poll(int limit) {
        return answers.poll(limit) + expire();
    }

    /** As {@link #poll(int)}, but waits up to {@code waitNs} when there is nothing. */
    public int poll(int limit, long waitNs) {
        return answers.poll(limit, waitNs) + expire();
    }

    private Verdict onAnswer(Message answer) {
        long id = answer.correlation();
        boolean taken = (answer.envelope.flags() & EnvelopeLayout.FLAG_TAKEN) != 0;
        Waiting request = taken ? waiting.get(id) : waiting.remove(id);
        if (request != null) {
            if (taken) {
                request.taken = true;
            } else {
                request.handler.onReply(answer);
            }
        }
        return Verdict.ACCEPT;
    }

    private int expire() {
        if (waiting.isEmpty()) {
            return 0;
        }
        long now = clock.nanoTime();
        ended.clear();
        waiting.forEach((id, request) -> {
            if (request.isOver(now)) {
                ended.add(request);
            }
        });
        for (Waiting request : ended) {
            waiting.remove(request.id);
        }
        // Only now, since a handler may ask again.
        for (Waiting request : ended) {
            if (request.taken) {
                request.handler.onTimeout();
            } else {
                request.handler.onNoResponder();
            }
        }
        return ended.size();
    }

    /** How many requests wait for an answer. */
    public int waiting() {
        return waiting.size();
    }

    /** Idempotent. Requests still waiting end without a call. */
    @Override
    public void close() {
        answers.close();
        publishers.values().forEach(Publisher::close);
        publishers.clear();
        waiting.clear();
        bus.released(this);
    }
}
