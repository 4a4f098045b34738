package io.meridian.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes from one thread while another receives, with a bounded number of messages on the way, so that an engine that
 * drops what a subscriber cannot take has nothing to drop.
 */
final class Windowed {
    private static final long WINDOW = 30_000;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(30);

    /** Tries to publish one message; false when it must be tried again. */
    interface Offer {
        boolean offer() throws Exception;
    }

    private Windowed() {}

    static double messagesPerSecond(long messages, AtomicLong received, Offer offer, PingPong.Receive receive)
            throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread receiver = new Thread(
                () -> {
                    try {
                        while (received.getPlain() < messages && failure.get() == null) {
                            receive.poll();
                        }
                    } catch (Throwable thrown) {
                        failure.compareAndSet(null, thrown);
                    }
                },
                "receiver");
        long start = System.nanoTime();
        receiver.start();
        try {
            for (long sent = 0; sent < messages; ) {
                if (sent - received.get() < WINDOW && offer.offer()) {
                    sent++;
                } else {
                    LockSupport.parkNanos(20_000);
                    check(failure, start, received, messages);
                }
            }
            while (received.get() < messages) {
                LockSupport.parkNanos(20_000);
                check(failure, start, received, messages);
            }
            return messages * 1e9 / (System.nanoTime() - start);
        } finally {
            failure.compareAndSet(null, new IllegalStateException("over"));
            receiver.join();
        }
    }

    private static void check(AtomicReference<Throwable> failure, long start, AtomicLong received, long messages) {
        if (failure.get() != null) {
            throw new IllegalStateException("the receiver failed", failure.get());
        }
        if (System.nanoTime() - start > STUCK_NS + messages * 20_000) {
            throw new IllegalStateException("received=" + received + " of " + messages);
        }
    }
}
