package io.meridian.bus.nats;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Takes messages out of the client's queues for one polling thread, and lets that thread wait while there is no queue. */
final class PollerGate {
    /** How long to pause when the client's queue was just taken away and the next one is not known yet. */
    private static final long BETWEEN_NS = 1_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    /** The next message that is there already, or null. */
    Message take(Subscription subscription) {
        try {
            return subscription.nextMessage((Duration) null);
        } catch (IllegalStateException e) {
            // The queue was closed by a lost connection or by close.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Waits for a message in the queue, or, when there is none, until {@link #wake}. */
    Message await(Subscription subscription, long timeoutNs) {
        if (subscription == null) {
            pause(timeoutNs);
            return null;
        }
        try {
            return subscription.nextMessage(Duration.ofNanos(Math.max(1, timeoutNs)));
        } catch (IllegalStateException e) {
            pause(Math.min(timeoutNs, BETWEEN_NS));
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Ends a pause: a queue has come, or the subscription is closed. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #wake}, and there will be no pause any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause(long timeoutNs) {
        lock.lock();
        try {
            if (!closed) {
                changed.awaitNanos(Math.max(1, timeoutNs));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Unsubscribes, which also wakes a thread that waits in the queue. */
    static void end(Subscription subscription) {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            // The connection ended it already.
        }
    }
}
