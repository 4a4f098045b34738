package io.meridian.cluster.query;

import io.meridian.cluster.query.Change.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One question, and what was told of its answer so far. Whoever puts together what it is told, in the order in which it is told, has the answer: nothing is missed, nothing told twice.
 * However much changes while nobody takes, there waits one change for each key at most.
 */
public final class LiveQuery implements AutoCloseable {
    private final Predicate<Entry> wanted;
    private final Function<String, Entry> now;
    private final LongAdder told;
    private final Consumer<LiveQuery> end;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingChanged = lock.newCondition();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, Entry> answer = new HashMap<>();
    private boolean closed;

    LiveQuery(Predicate<Entry> wanted, Function<String, Entry> now, LongAdder told, Consumer<LiveQuery> end) {
        this.wanted = wanted;
        this.now = now;
        this.told = told;
        this.end = end;
    }

    void changed(String key, Entry entry) {
        boolean isWanted = entry != null && wanted.test(entry);
        lock.lock();
        try {
            if ((isWanted || answer.containsKey(key)) && changed.add(key)) {
                somethingChanged.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What became of the answer since it was taken last, the first time all of it. For one thread at a time.
     *
     * @param patience how long it waits for a change when there was none
     * @return empty when there was none in time, or when it is closed
     */
    public List<Change> take(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = patience.toNanos();
            while (changed.isEmpty() && !closed && leftNs > 0) {
                leftNs = somethingChanged.awaitNanos(leftNs);
            }
            if (closed) {
                return List.of();
            }
            List<Change> changes = new ArrayList<>(changed.size());
            for (String key : changed) {
                // Under the lock: else one that leaves between being looked at and being kept would be missed.
                Entry entry = now.apply(key);
                Change change = change(key, entry != null && wanted.test(entry) ? entry : null);
                if (change != null) {
                    changes.add(change);
                }
            }
            changed.clear();
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private Change change(String key, Entry entry) {
        Entry before = entry == null ? answer.remove(key) : answer.put(key, entry);
        if (entry == null ? before == null : entry.equals(before)) {
            return null;
        }
        told.increment();
        Kind kind = before == null ? Kind.ENTER : entry == null ? Kind.LEAVE : Kind.UPDATE;
        return new Change(kind, entry == null ? before : entry);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingChanged.signalAll();
        } finally {
            lock.unlock();
        }
        end.accept(this);
    }
}
