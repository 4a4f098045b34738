package io.meridian.bus.grant;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The role of a plugin. Every instance has one, and its {@linkplain PoolCeilings ceiling} bounds what may be granted.
 * Beside the standard types anyone may name a custom one; until it has a ceiling, nothing can be granted to it.
 */
public record PoolType(String name) {
    // Before the constants, which need it.
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_-]{0,31}");

    /** Data gateway manager: brings market data onto the bus. */
    public static final PoolType DGM = new PoolType("DGM");
    /** Data gateway that plays the past: all it publishes is flagged as replayed. */
    public static final PoolType REPLAY = new PoolType("REPLAY");
    /** Signal model: turns data into insights. */
    public static final PoolType SIGNAL = new PoolType("SIGNAL");
    /** Optimizer: turns insights into portfolio targets. */
    public static final PoolType OPTIMIZER = new PoolType("OPTIMIZER");
    /** Strategy: model and optimizer in one, which may also order by itself. */
    public static final PoolType STRATEGY = new PoolType("STRATEGY");
    /** Order management system: turns targets into orders. */
    public static final PoolType OMS = new PoolType("OMS");
    /** Execution management system: works orders in the market. */
    public static final PoolType EMS = new PoolType("EMS");
    /** Connectivity to a venue: speaks the venue's protocol. */
    public static final PoolType CCM = new PoolType("CCM");
    /** Book of record: positions, cash and net asset value. */
    public static final PoolType BOR = new PoolType("BOR");

    /** The standard types, in the order a decision travels through them. */
    public static final List<PoolType> STANDARD = List.of(DGM, REPLAY, SIGNAL, OPTIMIZER, STRATEGY, OMS, EMS, CCM, BOR);

    /** @throws IllegalArgumentException unless the name is 1 to 32 of {@code A-Z 0-9 _ -}, a letter first */
    public PoolType {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "pool=" + name + " is not a pool type: 1 to 32 of A-Z 0-9 _ - are allowed, a letter first");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
