package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The numbered handles of one instance: the first use of a topic resolves to an integer that the other side
 * sends from then on. The number of handles is bounded, and a number that was never given out is simply not
 * allowed, so a hostile peer can neither fill the memory nor cause an exception.
 *
 * <p>For one thread, the one that serves the connection.
 */
public final class GrantHandles {
    /** The result of {@link #register} when no more handles may be given out. */
    public static final int FULL = -1;

    private final GrantTable table;
    private final String instance;
    private final String pool;
    private final GrantHandle[] handles;
    private final List<Map<TopicPattern, Integer>> known = new ArrayList<>();
    private int size;

    /**
     * Handles of one instance.
     *
     * @param pool       the name of its pool type, or null if it has none
     * @param maxHandles the most handles to give out
     */
    public GrantHandles(final GrantTable table, final String instance, final String pool, final int maxHandles) {
        if (maxHandles < 1) {
            throw new IllegalArgumentException("maxHandles=" + maxHandles + " is less than 1");
        }
        this.table = Objects.requireNonNull(table, "table");
        this.instance = instance;
        this.pool = pool;
        handles = new GrantHandle[maxHandles];
        for (int i = 0; i < Action.values().length; i++) {
            known.add(new HashMap<>());
        }
    }

    /**
     * The number for an action on a topic or pattern: the same one each time it is asked for, or {@link #FULL}.
     * Getting a number says nothing about being allowed.
     */
    public int register(final Action action, final TopicPattern pattern) {
        final Map<TopicPattern, Integer> numbers = known.get(action.ordinal());
        final Integer number = numbers.get(pattern);
        if (number != null) {
            return number;
        }
        if (size == handles.length) {
            return FULL;
        }
        handles[size] = table.handle(instance, pool, action, pattern);
        numbers.put(pattern, size);
        return size++;
    }

    /** Whether what this number stands for is allowed at this time; false for a number never given out. */
    public boolean allowed(final int number, final long nowNs) {
        final GrantHandle handle = handle(number);
        return handle != null && handle.allowed(nowNs);
    }

    /** The handle of this number, or null if it was never given out. */
    public GrantHandle handle(final int number) {
        // Slots not yet given out are null, so this one comparison covers every number.
        return number >= 0 && number < handles.length ? handles[number] : null;
    }

    /** How many numbers have been given out: they are 0 to one less. */
    public int size() {
        return size;
    }
}
