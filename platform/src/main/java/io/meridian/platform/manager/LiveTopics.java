package io.meridian.platform.manager;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Listens for a moment on which topics that match a pattern messages come, fast or durable ones. One asks at a time. */
final class LiveTopics {
    private static final long LISTEN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int AT_ONCE = 1_000;
    /** Nobody reads more, and a wide pattern on a busy bus has thousands. */
    private static final int MOST = 100;

    private final Bus bus;

    LiveTopics(Bus bus) {
        this.bus = bus;
    }

    /** Sorted; the first hundred when there are more. Empty as well while the bus is away. */
    synchronized List<String> of(TopicPattern pattern) {
        TreeSet<String> topics = new TreeSet<>();
        try (Subscription fast = bus.subscribe(SubscriptionSpec.fast(pattern), message -> add(topics, message));
                Subscription durable =
                        bus.subscribe(SubscriptionSpec.durable(pattern), message -> add(topics, message))) {
            long beganNs = System.nanoTime();
            while (System.nanoTime() - beganNs < LISTEN_NS && topics.size() < MOST) {
                if (fast.poll(AT_ONCE) + durable.poll(AT_ONCE) == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
            }
        } catch (RuntimeException away) {
            // Without a bus nothing is live.
        }
        return List.copyOf(topics);
    }

    private static Verdict add(TreeSet<String> topics, Message message) {
        if (topics.size() < MOST) {
            topics.add(message.topic().toString());
        }
        return Verdict.ACCEPT;
    }
}
