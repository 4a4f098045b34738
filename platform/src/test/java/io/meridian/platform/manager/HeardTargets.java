package io.meridian.platform.manager;

import io.meridian.bus.Bus;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the targets that the hello strategy tells, on a thread of its own. */
final class HeardTargets implements AutoCloseable {
    private static final long LOOK_NS = 20_000_000;

    private final AtomicLong count = new AtomicLong();
    private final Bus bus;
    private final Thread thread;
    private volatile boolean over;

    HeardTargets(Bus bus) {
        this.bus = bus;
        thread = Thread.ofPlatform().start(this::listen);
    }

    private void listen() {
        try (Subscription subscription =
                bus.subscribe(SubscriptionSpec.durable("platform.portfolio.target.hello"), message -> {
                    count.incrementAndGet();
                    return Verdict.ACCEPT;
                })) {
            while (!over) {
                subscription.poll(100, LOOK_NS);
            }
        }
    }

    long count() {
        return count.get();
    }

    void awaitMore() throws Exception {
        long before = count.get();
        ManagerRig.await("targets come", () -> count.get() > before);
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
