package io.meridian.bus.engine;

import io.meridian.bus.setting.Settings;
import java.util.Objects;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What an engine is opened with.
 *
 * @param deployment the deployment whose traffic this is; engines on shared servers put {@code deployment.{id}.} in front
 *     of their subjects and topics, so two deployments never see each other. Letters, digits, {@code _} and {@code -}
 * @param settings the parsed settings
 * @param clock epoch nanoseconds
 * @param listener is told of connections and failures, from any thread
 */
public record EngineContext(String deployment, Settings settings, EpochNanoClock clock, EngineListener listener) {
    /** Refuses nulls. */
    public EngineContext {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(listener, "listener");
    }
}
