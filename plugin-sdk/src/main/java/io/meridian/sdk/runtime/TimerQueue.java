package io.meridian.sdk.runtime;

import io.meridian.sdk.Timer;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/** For a runtime: timers by when they are due; those due at the same time in the order they were set. */
public final class TimerQueue {
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final LongConsumer cancelled;
    private long set;

    public TimerQueue() {
        this(order -> {});
    }

    /** @param cancelled is told the {@link Entry#order} of a timer that is cancelled */
    public TimerQueue(LongConsumer cancelled) {
        this.cancelled = cancelled;
    }

    /** A timer. */
    public static final class Entry implements Timer, Comparable<Entry> {
        private final TimerQueue owner;
        private final String name;
        private final long periodNs;
        private final Runnable handler;
        private final long order;
        private long dueNs;
        private boolean active = true;

        private Entry(TimerQueue owner, String name, long dueNs, long periodNs, Runnable handler, long order) {
            this.owner = owner;
            this.name = name;
            this.dueNs = dueNs;
            this.periodNs = periodNs;
            this.handler = handler;
            this.order = order;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long dueNs() {
            return dueNs;
        }

        /** Null: the plugin's own. */
        public Runnable handler() {
            return handler;
        }

        /** How many were set before it. */
        public long order() {
            return order;
        }

        @Override
        public void cancel() {
            owner.cancelled.accept(order);
            active = false;
            owner.queue.remove(this);
        }

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(dueNs, other.dueNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    public Entry add(String name, long dueNs, long periodNs, Runnable handler) {
        if (periodNs < 0) {
            throw new IllegalArgumentException("periodNs=" + periodNs + " is negative");
        }
        Entry entry = new Entry(this, name, dueNs, periodNs, handler, set++);
        queue.add(entry);
        return entry;
    }

    /** When the next is due; {@code Long.MAX_VALUE} when there is none. */
    public long nextDueNs() {
        Entry next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.dueNs;
    }

    /** Takes one that is due, or null. It must be given to {@link #fired} afterwards. */
    public Entry due(long nowNs) {
        Entry next = queue.peek();
        return next == null || next.dueNs > nowNs ? null : queue.poll();
    }

    /** Sets a repeating timer again. Periods that were missed are left out. */
    public void fired(Entry entry, long nowNs) {
        if (entry.active && entry.periodNs > 0) {
            entry.dueNs += entry.periodNs;
            if (entry.dueNs <= nowNs) {
                entry.dueNs += (nowNs - entry.dueNs) / entry.periodNs * entry.periodNs;
                if (entry.dueNs <= nowNs) {
                    entry.dueNs += entry.periodNs;
                }
            }
            queue.add(entry);
        } else {
            entry.active = false;
        }
    }
}
