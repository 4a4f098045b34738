package io.meridian.sidecar.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers that one thread adds to and any thread reads. Opaque access: as cheap as plain, and no reader sees half a number or waits
 * for ever for a new one.
 */
public final class Counts {
    private static final VarHandle ITEM = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    public Counts(int size) {
        values = new long[size];
    }

    /** For the one thread that writes. */
    public void add(int index, long amount) {
        ITEM.setOpaque(values, index, values[index] + amount);
    }

    /** For the one thread that writes. */
    public void set(int index, long value) {
        ITEM.setOpaque(values, index, value);
    }

    public long get(int index) {
        return (long) ITEM.getOpaque(values, index);
    }
}
