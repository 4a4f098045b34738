package io.meridian.manager.reconcile;

import io.meridian.manager.registry.Instance;
import io.meridian.manager.runtime.Generation;
import io.meridian.manager.runtime.Launch;

/** Makes an instance's folder ready and says what to start in it. */
public interface Launches {
    /** What an instance is started from: when it changes, what runs is replaced. */
    Generation generation(Instance instance);

    /** Makes ready for a sidecar. */
    Launch prepare(Instance instance);

    /** What is started, and where. Changes nothing. */
    Launch of(Instance instance);

    /** Makes ready for a plugin whose sidecar runs: one that has open orders must not send any before a person has looked at them. */
    Launch forPlugin(Instance instance);
}
