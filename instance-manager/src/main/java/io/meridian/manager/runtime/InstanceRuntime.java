package io.meridian.manager.runtime;

import java.util.List;

/**
 * Runs sidecars and plugins in one way: as processes, as containers. What it has started outlives the manager, and is found again by the next one. It
 * starts at most one sidecar and one plugin of an instance at a time.
 *
 * <p>Calls for one instance come one after the other. None waits for what it began to be done; {@link #list} tells.
 */
public interface InstanceRuntime extends AutoCloseable {
    /** As instances name it. */
    String name();

    /**
     * All that is there of this deployment, running or ended.
     *
     * @throws IllegalStateException when that cannot be told now
     */
    List<Unit> list();

    /** Starts a sidecar. @throws RuntimeException when that cannot be; its text tells a person why */
    void startSidecar(Launch launch);

    /** Starts a plugin beside its sidecar, which is ready to take it. */
    void startPlugin(Launch launch);

    /** Asks it to end, in good order. */
    void stop(Unit unit);

    /** Ends it and all that it has started, at once. */
    void kill(Unit unit);

    /** Forgets one that has ended, with what is left of it. Its logs stay. */
    void forget(Unit unit);

    /** Looks after what runs: limits that are watched, logs that grow. Called about once a second. */
    void tend();

    /** Lets go. What runs goes on. */
    @Override
    void close();
}
