package io.meridian.bus.testkit;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscription under observation: keeps a copy of every message delivered. Either it has a thread of its own that polls
 * ({@link #pumped}), or the test polls it step by step ({@link #stepped}), which is how a stalled subscriber is played.
 */
public final class Probe implements AutoCloseable {
    private static final int POLL_LIMIT = 256;
    private static final long POLL_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long JOIN_MS = 20_000;

    private final MessageHandler verdicts;
    private final List<Received> received = new ArrayList<>();
    private final Duration patience;
    private volatile Subscription subscription;
    private volatile boolean stopping;
    private volatile Throwable broken;
    private Thread pump;

    private Probe(Duration patience, MessageHandler verdicts) {
        this.patience = patience;
        this.verdicts = verdicts;
    }

    /** Polled by a thread of its own, which also subscribes. Returns once it has subscribed. */
    public static Probe pumped(Bus bus, SubscriptionSpec spec, Duration patience, MessageHandler verdicts) {
        Probe probe = new Probe(patience, verdicts);
        CountDownLatch subscribed = new CountDownLatch(1);
        probe.pump = new Thread(() -> probe.run(bus, spec, subscribed), "probe-" + spec.pattern());
        probe.pump.setDaemon(true);
        probe.pump.start();
        try {
            if (!subscribed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("subscribing to " + spec.pattern() + " took longer than " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while subscribing to " + spec.pattern(), e);
        }
        if (probe.subscription == null) {
            probe.rethrow();
        }
        return probe;
    }

    /** Polled by nobody but the test. */
    public static Probe stepped(Bus bus, SubscriptionSpec spec, Duration patience, MessageHandler verdicts) {
        Probe probe = new Probe(patience, verdicts);
        probe.subscription = bus.subscribe(spec, probe::onMessage);
        return probe;
    }

    private void run(Bus bus, SubscriptionSpec spec, CountDownLatch subscribed) {
        try {
            subscription = bus.subscribe(spec, this::onMessage);
            subscribed.countDown();
            while (!stopping) {
                int done = subscription.poll(POLL_LIMIT, POLL_WAIT_NS);
                if (subscription.isClosed()) {
                    return;
                }
                if (done == 0) {
                    // An engine in shared memory does not wait by itself, and tests never spin.
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        } catch (RuntimeException | Error e) {
            broken = e;
        } finally {
            subscribed.countDown();
        }
    }

    private Verdict onMessage(Message message) {
        Received copy = Received.copyOf(message);
        synchronized (received) {
            received.add(copy);
        }
        return verdicts.onMessage(message);
    }

    /** For a stepped probe: one poll. */
    public int poll(int limit) {
        return subscription.poll(limit);
    }

    /** The subscription, for its counters. */
    public Subscription subscription() {
        return subscription;
    }

    /** Everything delivered so far, in order. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** How many were delivered so far, repeats included. */
    public int count() {
        synchronized (received) {
            return received.size();
        }
    }

    /** The payloads as text, in order, repeats included. */
    public List<String> texts() {
        return received().stream().map(Received::text).toList();
    }

    /** The payloads as text, in the order of their first delivery. */
    public Set<String> distinctTexts() {
        return new LinkedHashSet<>(texts());
    }

    /** How many different messages were delivered so far. */
    public int distinctCount() {
        synchronized (received) {
            return (int) received.stream().map(Received::id).distinct().count();
        }
    }

    /** Whether a message with such a text was delivered. */
    public boolean hasTextStarting(String beginning) {
        synchronized (received) {
            return received.stream().anyMatch(each -> each.text().startsWith(beginning));
        }
    }

    /** Waits for this many deliveries; a stepped probe is polled meanwhile. */
    public Probe awaitCount(int count) {
        return awaitCount(count, patience);
    }

    /** Waits for this many deliveries, with a patience of its own. */
    public Probe awaitCount(int count, Duration ownPatience) {
        await(ownPatience, count + " messages", () -> count() >= count);
        return this;
    }

    /** Waits until a message with this text has been delivered. */
    public Probe awaitText(String text, Duration ownPatience) {
        int[] looked = {0};
        await(ownPatience, "the message '" + text + "'", () -> {
            synchronized (received) {
                while (looked[0] < received.size()) {
                    if (received.get(looked[0]++).text().equals(text)) {
                        return true;
                    }
                }
                return false;
            }
        });
        return this;
    }

    /** Waits for a condition; a stepped probe is polled meanwhile. */
    public void await(Duration ownPatience, String what, java.util.function.BooleanSupplier condition) {
        Await.within(ownPatience).showing(this::describe).doing(this::step, what, () -> {
            rethrow();
            return condition.getAsBoolean();
        });
    }

    private int step() {
        return pump == null ? subscription.poll(POLL_LIMIT) : 0;
    }

    private void rethrow() {
        switch (broken) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(broken);
        }
    }

    private String describe() {
        List<Received> all = received();
        int size = all.size();
        return size + " messages of " + subscription.pattern()
                + (size == 0 ? "" : ", the first " + all.getFirst() + ", the last " + all.getLast()) + ", lost="
                + subscription.lost() + " duplicates=" + subscription.duplicates() + " unnamed="
                + subscription.unnamed() + " malformed=" + subscription.malformed();
    }

    /** Stops polling without closing, as a process does that hangs. */
    public void stall() {
        stopping = true;
        join();
    }

    /** Closes the subscription; a pumped one from this thread, while its own may be polling. Idempotent. */
    @Override
    public void close() {
        subscription.close();
        stopping = true;
        join();
    }

    private void join() {
        if (pump == null) {
            return;
        }
        try {
            pump.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pump.isAlive()) {
            AssertionError stuck = new AssertionError(pump.getName() + " does not come back from poll");
            stuck.setStackTrace(pump.getStackTrace());
            throw stuck;
        }
    }
}
