package io.meridian.sdk;

import java.time.Duration;

/**
 * How to subscribe.
 *
 * @param profile  null: that of the topic
 * @param name     durable: goes on where the subscription of this name left off; null: the pattern itself
 * @param group    shared with other instances, each message going to one; null: not shared
 * @param fromNs   begin with messages from this time, epoch nanoseconds; 0: with what is new or, when durable and opened
 *                 before, where it left off
 * @param back     as {@code fromNs}, but so long before now; null: not used
 * @param earliest begin with all there is
 * @param lossless hold up senders rather than drop; always so when durable
 */
public record SubscribeOptions(
        Profile profile, String name, String group, long fromNs, Duration back, boolean earliest, boolean lossless) {
    /** From now on, as the topic's profile has it. */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(null, null, null, 0, null, false, false);

    /** Whether it begins with messages that were published before. */
    public boolean readsPast() {
        return back != null || fromNs != 0 || earliest;
    }

    public SubscribeOptions profile(Profile value) {
        return new SubscribeOptions(value, name, group, fromNs, back, earliest, lossless);
    }

    public SubscribeOptions name(String value) {
        return new SubscribeOptions(profile, value, group, fromNs, back, earliest, lossless);
    }

    public SubscribeOptions group(String value) {
        return new SubscribeOptions(profile, name, value, fromNs, back, earliest, lossless);
    }

    /** First the messages of so long ago, where the bus keeps them, then live ones. */
    public SubscribeOptions back(Duration value) {
        return new SubscribeOptions(profile, name, group, fromNs, value, earliest, lossless);
    }

    public SubscribeOptions from(long epochNs) {
        return new SubscribeOptions(profile, name, group, epochNs, back, earliest, lossless);
    }

    public SubscribeOptions earliest(boolean value) {
        return new SubscribeOptions(profile, name, group, fromNs, back, value, lossless);
    }

    public SubscribeOptions lossless(boolean value) {
        return new SubscribeOptions(profile, name, group, fromNs, back, earliest, value);
    }
}
