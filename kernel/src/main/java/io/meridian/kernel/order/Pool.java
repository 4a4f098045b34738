package io.meridian.kernel.order;

/** Who sends a command: the pool of the plugin, a person, or the platform as time goes by. */
public enum Pool {
    STRATEGY,
    OPTIMIZER,
    OMS,
    EMS,
    CCM,
    BOR,
    DGM,
    PERSON,
    /** The kernel's own host: what is due because time has passed. */
    TIME;

    private static final Pool[] VALUES = values();

    public int bit() {
        return 1 << ordinal();
    }

    public static Pool of(int ordinal) {
        return VALUES[ordinal];
    }
}
