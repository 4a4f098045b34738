package io.meridian.platform.kernel;

import java.util.concurrent.atomic.AtomicLong;

/** What a kernel has done since it started. Written by its thread, read by any. */
final class KernelFigures {
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();

    void took(long answer) {
        (answer < 0 ? refused : taken).lazySet((answer < 0 ? refused : taken).get() + 1);
    }

    /** One that follows from replayed data, where nothing may. */
    void ofThePast() {
        refused.lazySet(refused.get() + 1);
    }

    void repeated() {
        repeated.lazySet(repeated.get() + 1);
    }

    void broke() {
        broken.lazySet(broken.get() + 1);
    }

    void told(long messages, int waiting) {
        told.lazySet(messages);
        pending.lazySet(waiting);
    }

    long taken() {
        return taken.get();
    }

    long refused() {
        return refused.get();
    }

    long repeats() {
        return repeated.get();
    }

    long broken() {
        return broken.get();
    }

    long told() {
        return told.get();
    }

    long pending() {
        return pending.get();
    }

    /** For the log and the status line. */
    @Override
    public String toString() {
        return "taken=" + taken + " refused=" + refused + " repeated=" + repeated + " broken=" + broken + " told="
                + told + " pending=" + pending;
    }
}
