package io.meridian.sdk;

/** Something that is due later, on the plugin's thread. */
public interface Timer {
    /** As it was named when it was set. */
    String name();

    /** Epoch nanoseconds when it is due next, or was when it fires. */
    long dueNs();

    /** It fires no more. Idempotent. */
    void cancel();

    /** Whether it will fire again. */
    boolean isActive();
}
