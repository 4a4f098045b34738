package io.meridian.sdk.annotation;

/** The roles a plugin can have. Each has a ceiling on what may be granted; see the reference of pools. */
public final class Pool {
    /** Decides alone, from data to target positions or orders: reads data, signals and its book. */
    public static final String STRATEGY = "STRATEGY";
    /** Brings data in. */
    public static final String DGM = "DGM";
    /** Plays data of the past; all it publishes is flagged as replayed. */
    public static final String REPLAY = "REPLAY";
    /** Turns data into insights. */
    public static final String SIGNAL = "SIGNAL";
    /** Turns insights into portfolio targets. */
    public static final String OPTIMIZER = "OPTIMIZER";
    /** Turns targets into orders. */
    public static final String OMS = "OMS";
    /** Works orders in the market. */
    public static final String EMS = "EMS";
    /** Speaks a venue's protocol. */
    public static final String CCM = "CCM";
    /** Keeps positions, cash and values. */
    public static final String BOR = "BOR";

    private Pool() {}
}
