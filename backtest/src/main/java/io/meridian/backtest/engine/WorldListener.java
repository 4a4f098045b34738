package io.meridian.backtest.engine;

import io.meridian.sdk.Log;
import io.meridian.sdk.Refused;

/** Hears what plugins say beside the bus. As it stands, it does nothing. */
public interface WorldListener {
    /** A line of a plugin's log. */
    default void onLine(String instance, long atNs, Log.Level level, String text) {}

    /** A topic that its manifest does not declare, or a request that nobody answers. */
    default void onRefused(String instance, long atNs, Refused refused) {}

    /** A message that a plugin would not take. */
    default void onDeadLetter(String instance, long atNs, String topic, String reason) {}
}
