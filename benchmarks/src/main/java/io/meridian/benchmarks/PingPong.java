package io.meridian.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Sends one message at a time there and back between two threads, and records how long each round takes. */
final class PingPong {
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(20);

    /** The asking side: sends one message. */
    interface Ping {
        void send() throws Exception;
    }

    /** One side's receiving: takes what is there, waiting as its client does best; tells how many came. */
    interface Receive {
        int poll() throws Exception;
    }

    /** Makes a side on the thread that will use it. */
    interface Side<T> {
        T open() throws Exception;
    }

    /** Both halves of the asking side. */
    record Asker(Ping ping, Receive pong) {}

    private PingPong() {}

    static Histogram measure(Side<Asker> askerSide, Side<Receive> echoSide, int warmUp, int rounds) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        Thread echo = new Thread(
                () -> {
                    try {
                        Receive receive = echoSide.open();
                        ready.countDown();
                        while (running.get()) {
                            receive.poll();
                        }
                    } catch (Throwable thrown) {
                        failure.set(thrown);
                        ready.countDown();
                    }
                },
                "echo");
        echo.start();
        try {
            ready.await();
            Asker asker = askerSide.open();
            Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
            for (int i = -warmUp; i < rounds; i++) {
                long start = System.nanoTime();
                asker.ping.send();
                while (asker.pong.poll() == 0) {
                    if (failure.get() != null || System.nanoTime() - start > STUCK_NS) {
                        throw new IllegalStateException("round " + i + " got no answer", failure.get());
                    }
                }
                if (i >= 0) {
                    histogram.recordValue(System.nanoTime() - start);
                }
            }
            return histogram;
        } finally {
            running.set(false);
            echo.join();
        }
    }
}
