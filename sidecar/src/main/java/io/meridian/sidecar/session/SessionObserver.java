package io.meridian.sidecar.session;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LogRecord;
import java.util.List;

/**
 * Is told what goes on: metrics, health, audit. Called on the loop's thread, so it returns quickly; the methods that take
 * a slot are called for each message and allocate nothing.
 */
public interface SessionObserver {
    /** Hears nothing. */
    SessionObserver NONE = new SessionObserver() {};

    /** A topic is met for the first time; the number given back comes with each of its messages. */
    default int slot(Topic topic) {
        return 0;
    }

    default void onPublished(int slot, int bytes) {}

    /** A publish was refused, for good; {@code code} is of {@link Refusals}. */
    default void onRefused(int slot, int code) {}

    /** The bus had no room; once an episode. */
    default void onBackPressure(int slot) {}

    /** @param latencyNs from the publisher's sidecar to here */
    default void onDelivered(int slot, int bytes, long latencyNs) {}

    /**
     * A message came that an auditor follows: a durable one, or one from which something published followed.
     *
     * @param kind how it was given to the plugin, of {@link io.meridian.bus.report.DeliveryReport}
     * @param deliveredNs epoch nanoseconds
     */
    default void onFollowed(byte kind, int source, long topicHash, long sequence, long deliveredNs) {}

    /** A subscription ended to which each message was given. */
    default void onFollowingEnded() {}

    default void onDropped(TopicPattern pattern, long count) {}

    default void onGap(Topic topic, int source, long missing) {}

    default void onDuplicate(int slot) {}

    default void onDeadLetter(Topic topic) {}

    /** These grants are in force now. */
    default void onGrants(List<Grant> inForce) {}

    /** Something was asked for that no grant allows. */
    default void onDenied(Action action, TopicPattern pattern, Decision decision) {}

    /** A publish was denied for the reason that {@link #onDenied} told before. */
    default void onDeniedAgain(int slot) {}

    /** A subscription opened; the number given back comes with what waits on it. */
    default int slot(TopicPattern pattern) {
        return 0;
    }

    /** So many messages more, or fewer, wait for the plugin: there for it, and not decided yet. */
    default void onWaiting(int slot, long change) {}

    /** One subscription more, or fewer, has nearly all the messages waiting that may wait. */
    default void onFull(int slot, int change) {}

    /** What the proposed grants would have denied, though those in force allow it; once an action and pattern. */
    default void onShadowDenied(Action action, TopicPattern pattern, Decision decision) {}

    /** @param source number that the plugin's messages have, as an unsigned one */
    default void onAttached(AttachRequest request, String transport, int source) {}

    default void onDetached(String reason, boolean crashed) {}

    default void onHeartbeat(HeartbeatRequest heartbeat) {}

    default void onLog(LogRecord line) {}

    /** Something went wrong; {@code type} is one of a few fixed words, such as "malformed_frame". */
    default void onError(String type) {}
}
