package io.meridian.cluster.state;

/**
 * A value that two nodes may change at once. However often, and in whatever order, such values are merged, the outcome is the same. They do not change; a change is a new one.
 */
public sealed interface Convergent<V extends Convergent<V>> permits Latest, LatestFields, PnCounter, OrSet {
    /** What both know. */
    V merge(V other);

    /** The latest stamp in it, or null. */
    default Stamp latest() {
        return null;
    }
}
