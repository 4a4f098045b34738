package io.meridian.bus.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What several engines in one JVM share when their setting {@code memory.space} names the same space: the live traffic,
 * the durable messages, and the cursors of named subscriptions, kept apart by deployment.
 *
 * <p>A named space outlives the engines that used it, as a server would, so a test can close a bus, open another, and
 * resume. A test that shares a name with other tests starts with {@link #forget}.
 */
public final class MemorySpace {
    /** The one static thing here: engines are opened from settings, so only a name can bring two of them together. */
    private static final ConcurrentMap<String, MemorySpace> NAMED = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Exchange> byDeployment = new ConcurrentHashMap<>();

    private MemorySpace() {}

    /**
     * Forgets the space of this name and all that is stored in it. Engines that are open keep the old one among themselves;
     * engines opened from now on share a new and empty one.
     *
     * @return whether there was one
     */
    public static boolean forget(String name) {
        return NAMED.remove(name) != null;
    }

    /** The space of this name, or a new one that nobody else gets when the name is empty. */
    static MemorySpace of(String name) {
        return name.isEmpty() ? new MemorySpace() : NAMED.computeIfAbsent(name, ignored -> new MemorySpace());
    }

    Exchange exchange(String deployment) {
        return byDeployment.computeIfAbsent(deployment, ignored -> new Exchange());
    }
}
