package io.meridian.bus;

import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.grant.PoolType;
import io.meridian.bus.setting.Settings;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;

/**
 * A concluded {@link BusContext}: complete, checked, and never changed again.
 *
 * @param settings all settings, the engines' included
 * @param deployment whose traffic this is
 * @param instance number of this instance, the source of its messages
 * @param principal name under which grants are looked up
 * @param pool pool type of the principal
 * @param grants what is allowed
 * @param clock epoch nanoseconds
 * @param ids correlation ids and the like
 * @param idleStrategy makes a strategy for each loop that waits
 * @param listener is told what happens
 * @param resendBufferBytes how much each durable publisher keeps until it is confirmed
 * @param responderPatienceNs how long a request waits to be taken
 */
public record BusConfig(
        Settings settings,
        String deployment,
        int instance,
        String principal,
        String pool,
        GrantTable grants,
        EpochNanoClock clock,
        IdSource ids,
        Supplier<IdleStrategy> idleStrategy,
        BusListener listener,
        int resendBufferBytes,
        long responderPatienceNs) {
    /** Whether this deployment lives on replayed data: who is in it acts on it. */
    public boolean actsOnReplayed() {
        return settings.get(BusSettings.REPLAYED);
    }

    /** Whether all that is published from here is flagged as replayed, because it is, or follows from what is. */
    public boolean publishesReplayed() {
        return actsOnReplayed() || pool.equals(PoolType.REPLAY.name());
    }
}
