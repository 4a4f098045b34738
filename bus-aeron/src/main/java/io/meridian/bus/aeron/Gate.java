package io.meridian.bus.aeron;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells whether one thread is inside mapped memory, so that nobody unmaps it under its feet. Entering costs two
 * plain stores: whoever wants to unmap first makes the resource unreachable, waits {@link #SETTLE_NS} for stores
 * and loads that passed each other to settle, and then until the gate is quiet.
 */
final class Gate {
    /** Far longer than a store can take to become visible to other processors. */
    static final long SETTLE_NS = 10_000_000;

    private static final VarHandle DEPTH;

    static {
        try {
            DEPTH = MethodHandles.lookup().findVarHandle(Gate.class, "depth", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int depth;

    /** Called by the owning thread alone; may be nested. */
    void enter() {
        DEPTH.setRelease(this, depth + 1);
    }

    void exit() {
        DEPTH.setRelease(this, depth - 1);
    }

    /** Whether nobody is inside, as seen by any thread. */
    boolean isQuiet() {
        return (int) DEPTH.getAcquire(this) == 0;
    }
}
