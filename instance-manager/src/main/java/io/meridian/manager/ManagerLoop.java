package io.meridian.manager;

import io.meridian.manager.db.DatabaseException;
import io.meridian.manager.health.SidecarAnswer;
import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.runtime.InstanceRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a manager work: passes of the reconciler on one thread, as often as there is something under way and once a second otherwise; and questions to the
 * sidecars on another, so that one that does not answer holds up nothing.
 */
public final class ManagerLoop implements AutoCloseable {
    private static final long SOON_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** How soon sidecars are asked once more while somebody waits for a plugin to come up. */
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Manager manager;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();
    private final Thread passes;
    private final Thread questions;
    private final long beganNs = System.nanoTime();
    private boolean isPoked;
    private volatile boolean closed;
    private volatile long lastPassNs;
    private volatile long passBeganNs;
    private volatile boolean isPassing;
    private volatile boolean databaseAway;
    private String trouble = "";

    public ManagerLoop(Manager manager) {
        this.manager = manager;
        manager.changes().watch(change -> {
            if (change.kind().equals("act")) {
                poke();
            }
        });
        passes = Thread.ofPlatform().name("manager-passes").start(this::passes);
        questions = Thread.ofPlatform().name("manager-questions").start(this::questions);
    }

    /** There may be something to do. */
    private void poke() {
        lock.lock();
        try {
            isPoked = true;
            poked.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all that runs, and waits for it. What is wanted stays as it is, so the next manager starts it again.
     *
     * @return whether all has ended in time
     */
    public boolean endInstances(Duration patience) throws InterruptedException {
        manager.reconciler().endAll();
        poke();
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (anyRuns()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(SOON_NS);
        }
        return true;
    }

    private boolean anyRuns() {
        for (InstanceRuntime runtime : manager.runtimes()) {
            try {
                if (!runtime.list().isEmpty()) {
                    return true;
                }
            } catch (IllegalStateException silent) {
                return true;
            }
        }
        return false;
    }

    /** How long the last pass took, or the one under way where that has taken longer already; in nanoseconds. */
    public long lastPassNs() {
        long underWayNs = isPassing ? System.nanoTime() - passBeganNs : 0;
        return Math.max(lastPassNs, underWayNs);
    }

    /** Whether the database did not answer in the last pass. */
    public boolean isDatabaseAway() {
        return databaseAway;
    }

    private void passes() {
        long tendedNs = System.nanoTime() - SECOND_NS;
        while (!closed) {
            boolean underWay = false;
            if (!mayOrder()) {
                rest(SOON_NS);
                continue;
            }
            passBeganNs = System.nanoTime();
            isPassing = true;
            try {
                underWay = manager.reconciler().pass(manager.health()::isReady);
                manager.health().judge(manager.reconciler().states());
                if (System.nanoTime() - tendedNs >= SECOND_NS) {
                    tendedNs = System.nanoTime();
                    manager.grants().expire();
                    manager.look();
                    manager.kills().remind();
                    manager.runtimes().forEach(this::tend);
                }
                trouble = "";
                databaseAway = false;
            } catch (RuntimeException failed) {
                databaseAway = failed instanceof DatabaseException;
                say(failed);
            } finally {
                isPassing = false;
                lastPassNs = System.nanoTime() - passBeganNs;
            }
            rest(underWay ? SOON_NS : SECOND_NS);
        }
    }

    private boolean mayOrder() {
        Office office = manager.options().office();
        return office.holds().getAsBoolean()
                && System.nanoTime() - beganNs >= office.rest().toNanos();
    }

    /** One runtime that cannot be asked now must not keep the others from their work. */
    private void tend(InstanceRuntime runtime) {
        try {
            runtime.tend();
        } catch (RuntimeException failed) {
            say(failed);
        }
    }

    /** What goes wrong in a pass is tried again in the next; it is said once. */
    private void say(RuntimeException failed) {
        String text = failed instanceof DatabaseException ? failed.getMessage() : "a pass failed: " + failed;
        if (!text.equals(trouble)) {
            manager.options().log().accept("ALARM: " + text);
            trouble = text;
        }
    }

    private void rest(long longestNs) {
        lock.lock();
        try {
            long leftNs = longestNs;
            while (!isPoked && !closed && leftNs > 0) {
                leftNs = poked.awaitNanos(leftNs);
            }
            isPoked = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void questions() {
        while (!closed) {
            try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Map.Entry<String, InstanceState> entry :
                        manager.reconciler().states().entrySet()) {
                    InstanceState state = entry.getValue();
                    if (state.sidecar() == null || !state.sidecar().running()) {
                        manager.health().gone(entry.getKey());
                    } else {
                        each.submit(() -> ask(entry.getKey()));
                    }
                }
            }
            try {
                long endNs = System.nanoTime() + SECOND_NS;
                do {
                    TimeUnit.NANOSECONDS.sleep(LOOK_NS);
                } while (!anyIsComing() && System.nanoTime() - endNs < 0);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    /** Whether somebody waits for an instance to come up. */
    private boolean anyIsComing() {
        return manager.reconciler().states().values().stream()
                .anyMatch(state -> state.plugin() != null
                        && state.plugin().running()
                        && !manager.health().isReady(state.instance()));
    }

    private void ask(String instance) {
        boolean wasReady = manager.health().isReady(instance);
        try {
            manager.health().heard(instance, manager.control(instance, PATIENCE).health());
            SidecarAnswer answer = manager.health().answer(instance);
            if (answer != null && answer.failure().isEmpty()) {
                manager.kills().tend(instance, answer.latched());
                if (!answer.latched()) {
                    manager.unlatched(instance);
                }
            }
        } catch (IOException e) {
            manager.health().silent(instance, e.getMessage());
        }
        if (wasReady != manager.health().isReady(instance)) {
            // Others may wait for it, and whoever started it.
            poke();
        }
    }

    /** Ends both threads. */
    @Override
    public void close() {
        closed = true;
        poke();
        questions.interrupt();
        try {
            passes.join();
            questions.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
