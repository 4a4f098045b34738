package io.meridian.manager.kill;

/** What a kill stops. */
public enum KillScope {
    /** Every instance of the deployment. */
    ALL,
    /** One instance, by name. */
    INSTANCE,
    /** All instances of a plugin. */
    PLUGIN,
    /** All instances of a type of pool. */
    POOL,
    /** All that may send to a venue. */
    VENUE,
    /** All that may order for a portfolio. */
    PORTFOLIO
}
