package io.meridian.bus;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;

/**
 * What a bus tells of itself: one method for each situation, each empty by default. Called from the thread where it
 * happened, so implementations return quickly. An exception thrown here is dropped.
 */
public interface BusListener {
    /** There is a working connection to an engine (again). */
    default void onConnected(String engine) {}

    /** The connection is gone or could not be made; it is being tried again. Once per episode. */
    default void onConnectionLost(String engine, String reason) {}

    /** An engine met something it cannot mend itself; the message says what to do. */
    default void onFailure(String engine, EngineException failure) {}

    /** Messages of one source on one topic are missing: {@code expected} was next, {@code received} came. */
    default void onGap(Topic topic, int source, long expected, long received) {}

    /** A lossy subscription could not keep up and the engine dropped messages; {@code dropped} counts all so far. */
    default void onSlowConsumer(TopicPattern pattern, long dropped) {}

    /** A publisher was refused for want of room. Once per episode. */
    default void onBackPressure(Topic topic) {}

    /** A publisher that was refused for want of room got a message through again, after {@code refused} tries. */
    default void onBackPressureEnded(Topic topic, long refused) {}

    /** A publisher or requester has no grant for this topic. Once per episode. */
    default void onDenied(Topic topic, String why) {}

    /** A grant this subscription needs is gone; nothing more is delivered until it is back. */
    default void onRevoked(TopicPattern pattern, String why) {}

    /** A handler threw, or refused a message on the fast profile, where there is no second delivery. */
    default void onHandlerFailed(Topic topic, int source, long sequence, Throwable failure) {}

    /** A message was refused for good and put under {@code dlq.{topic}}. */
    default void onDeadLetter(Topic topic, int source, long sequence, int attempts, String reason) {}

    /** Something arrived that is not a whole message; it was skipped. */
    default void onMalformed(TopicPattern pattern, String why) {}
}
