package io.meridian.platform.watch;

import io.meridian.bus.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Polls one subscription on a thread of its own until it is closed. */
final class Poller implements AutoCloseable {
    private static final int LIMIT = 256;
    private static final long LONGEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Subscription subscription;
    private final Consumer<Subscription> noted;
    /** An engine in shared memory does not wait by itself. */
    private final IdleStrategy idle = new BackoffIdleStrategy(0, 10, 10_000, LONGEST_PARK_NS);

    private final Thread thread;
    private volatile boolean closing;
    private volatile Throwable failure;

    /** @param noted hears after each poll that brought something */
    Poller(String name, Subscription subscription, Consumer<Subscription> noted) {
        this.subscription = subscription;
        this.noted = noted;
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!closing && !subscription.isClosed()) {
                int done = subscription.poll(LIMIT, WAIT_NS);
                if (done > 0) {
                    noted.accept(subscription);
                }
                idle.idle(done);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** What ended it early, or null. */
    Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscription.close();
    }
}
