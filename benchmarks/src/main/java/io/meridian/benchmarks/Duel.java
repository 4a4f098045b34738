package io.meridian.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The product and its raw peer doing the same work between the same two threads, a short slice of one and then a slice of
 * the other. What a hop between two processors costs depends on where the machine keeps them, and a shared machine moves
 * them about: the same raw round trip takes 0.15 or 1 microsecond, for seconds at a time. Neighbouring slices share such a
 * spell, so their ratio means something where the ratio of two longer runs does not.
 */
final class Duel {
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(20);
    /** Share of a slice that only warms caches up and does not count. */
    private static final int WARM_UP = 5;

    /** Takes what is there, without waiting; tells how many came. */
    interface Receive {
        int poll();
    }

    /** Sends one message, trying until it is taken. */
    interface Send {
        void send();
    }

    /** Makes something on the thread that will use it. */
    interface Opening<T> {
        T open();
    }

    /** One contender: what the measuring thread sends and receives with, and what the other thread does. */
    record Contender<T>(Opening<Send> send, Opening<Receive> receive, Opening<T> other) {}

    private volatile int turn = -1;
    private volatile boolean running = true;
    private volatile Throwable failure;

    private Duel() {}

    /** One message at a time there and back. The other thread's part answers each message it polls. */
    static List<Figure> roundTrips(String name, Contender<Receive> ours, Contender<Receive> raw, int slices, int rounds)
            throws Exception {
        Duel duel = new Duel();
        Thread echo = duel.start("echo", List.of(ours, raw), receives -> {
            Receive first = receives.get(0);
            Receive second = receives.get(1);
            while (duel.running) {
                if ((duel.turn & 1) == 0) {
                    first.poll();
                } else {
                    second.poll();
                }
            }
        });
        List<Histogram> own = new ArrayList<>();
        List<Histogram> peer = new ArrayList<>();
        try {
            Send[] sends = {ours.send.open(), raw.send.open()};
            Receive[] receives = {ours.receive.open(), raw.receive.open()};
            // The first two pairs only warm up.
            for (int slice = -4; slice < 2 * slices; slice++) {
                int side = slice & 1;
                duel.turn = side;
                Histogram histogram = duel.slice(sends[side], receives[side], rounds);
                if (slice >= 0) {
                    (side == 0 ? own : peer).add(histogram);
                }
            }
        } finally {
            duel.running = false;
            echo.join();
        }
        return List.of(percentile(name + ".p50", 50, own, peer), percentile(name + ".p99", 99, own, peer));
    }

    private Histogram slice(Send send, Receive receive, int rounds) {
        Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
        for (int i = -rounds / WARM_UP; i < rounds; i++) {
            long start = System.nanoTime();
            send.send();
            while (receive.poll() == 0) {
                verify(start);
            }
            if (i >= 0) {
                histogram.recordValue(System.nanoTime() - start);
            }
        }
        return histogram;
    }

    private void verify(long startNs) {
        if (failure != null || System.nanoTime() - startNs > STUCK_NS) {
            throw new IllegalStateException("no answer in " + STUCK_NS / 1_000_000_000 + " s", failure);
        }
    }

    private static Figure percentile(String name, double percentile, List<Histogram> ours, List<Histogram> raw) {
        Histogram allOurs = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
        Histogram allRaw = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            allOurs.add(ours.get(i));
            allRaw.add(raw.get(i));
            ratios[i] = (double) ours.get(i).getValueAtPercentile(percentile)
                    / raw.get(i).getValueAtPercentile(percentile);
        }
        return new Figure(
                name,
                "ns",
                allOurs.getValueAtPercentile(percentile),
                allRaw.getValueAtPercentile(percentile),
                Pairs.median(ratios),
                ratios.length);
    }

    /** As fast as it goes, one way: the other thread sends, the measuring thread receives. */
    static Figure throughput(String name, Contender<Send> ours, Contender<Send> raw, int slices, int messages)
            throws Exception {
        Duel duel = new Duel();
        Thread publisher = duel.start("publisher", List.of(ours, raw), sends -> {
            Send first = sends.get(0);
            Send second = sends.get(1);
            int done = -1;
            while (duel.running) {
                int turn = duel.turn;
                if (turn == done) {
                    Thread.onSpinWait();
                } else {
                    done = turn;
                    burst((turn & 1) == 0 ? first : second, messages);
                }
            }
        });
        double[] own = new double[slices];
        double[] peer = new double[slices];
        double[] ratios = new double[slices];
        try {
            Receive[] receives = {ours.receive.open(), raw.receive.open()};
            for (int pair = -2; pair < slices; pair++) {
                double first = duel.rate(2 * (pair + 2), receives[0], messages);
                double second = duel.rate(2 * (pair + 2) + 1, receives[1], messages);
                if (pair >= 0) {
                    own[pair] = first;
                    peer[pair] = second;
                    ratios[pair] = first / second;
                }
            }
        } finally {
            duel.running = false;
            publisher.join();
        }
        return new Figure(name, "msg/s", Pairs.median(own), Pairs.median(peer), Pairs.median(ratios), slices);
    }

    private static void burst(Send send, int messages) {
        for (int i = 0; i < messages; i++) {
            send.send();
        }
    }

    private double rate(int newTurn, Receive receive, int messages) {
        turn = newTurn;
        long began = System.nanoTime();
        int warm = receive(receive, messages / WARM_UP, began);
        long start = System.nanoTime();
        int counted = receive(receive, messages - warm, began);
        return counted * 1e9 / (System.nanoTime() - start);
    }

    private int receive(Receive receive, int atLeast, long beganNs) {
        int received = 0;
        while (received < atLeast) {
            int polled = receive.poll();
            if (polled == 0) {
                Thread.onSpinWait();
                verify(beganNs);
            }
            received += polled;
        }
        return received;
    }

    private interface Work<T> {
        void run(List<T> parts);
    }

    /** Opens both contenders' parts on a new thread, which then works until told to stop. */
    private <T> Thread start(String name, List<Contender<T>> contenders, Work<T> work) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        List<T> parts = new ArrayList<>();
                        for (Contender<T> contender : contenders) {
                            parts.add(contender.other.open());
                        }
                        ready.countDown();
                        work.run(parts);
                    } catch (Throwable thrown) {
                        failure = thrown;
                        ready.countDown();
                    }
                },
                name);
        thread.start();
        ready.await();
        return thread;
    }
}
