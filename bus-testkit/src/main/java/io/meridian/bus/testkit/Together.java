package io.meridian.bus.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Does a thing on several threads that begin at the same moment, and fails as the first of them failed. */
final class Together {
    /** The part of one thread. */
    @FunctionalInterface
    interface Part {
        void run(int index) throws Exception;
    }

    private Together() {}

    static void run(int threads, Duration patience, Part part) {
        CountDownLatch start = new CountDownLatch(1);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            Thread thread = new Thread(
                    () -> {
                        try {
                            start.await();
                            part.run(index);
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    },
                    "together-" + i);
            thread.setDaemon(true);
            thread.start();
            all.add(thread);
        }
        start.countDown();
        Await.within(patience)
                .showing(() -> "failures " + failures)
                .until(
                        "all of " + threads + " threads to end",
                        () -> !failures.isEmpty() || all.stream().noneMatch(Thread::isAlive));
        if (!failures.isEmpty()) {
            AssertionError failure = new AssertionError("one of " + threads + " threads failed: " + failures.peek());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
