package io.meridian.bus;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to receive, and how. Start from {@link #fast} or {@link #durable}, then refine.
 *
 * @param pattern which topics
 * @param profile fast or durable
 * @param name of a subscription that keeps its place, or of a group; null for neither
 * @param shared whether all members under the name share the messages
 * @param start where a new durable subscription begins
 * @param overflow lossless or lossy
 * @param bufferLimit how many undelivered messages a lossy subscription holds before it drops
 * @param maxInFlight how many delivered messages may be undecided at once
 * @param maxAttempts how often a message is delivered before it becomes a dead letter
 * @param retryDelayNs how long a refused message waits before it is delivered again
 * @param suppressDuplicates whether a message already seen by this subscription is dropped instead of flagged
 */
public record SubscriptionSpec(
        TopicPattern pattern,
        Profile profile,
        String name,
        boolean shared,
        StartAt start,
        Overflow overflow,
        int bufferLimit,
        int maxInFlight,
        int maxAttempts,
        long retryDelayNs,
        boolean suppressDuplicates) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Checks each value and the rules between them. */
    public SubscriptionSpec {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(overflow, "overflow");
        if (name != null && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name=" + name + ": use 1 to 64 letters, digits, '_' or '-' to name a subscription");
        }
        if (shared && name == null) {
            throw new IllegalArgumentException("shared=true needs a name: it is what the members have in common");
        }
        if (profile == Profile.FAST && name != null && !shared) {
            throw new IllegalArgumentException("name=" + name
                    + ": the fast profile keeps no place to resume from; use group(name), or the durable profile");
        }
        if (profile == Profile.FAST && start.kind() != StartAt.Kind.LATEST) {
            throw new IllegalArgumentException("start=" + start.kind()
                    + ": the fast profile stores nothing to start from; use LATEST, or the durable profile");
        }
        if (profile == Profile.DURABLE && overflow == Overflow.LOSSY) {
            throw new IllegalArgumentException(
                    "overflow=LOSSY: a durable subscription loses nothing; use the fast profile");
        }
        requirePositive(bufferLimit, "bufferLimit");
        requirePositive(maxInFlight, "maxInFlight");
        requirePositive(maxAttempts, "maxAttempts");
        if (retryDelayNs < 0) {
            throw new IllegalArgumentException("retryDelayNs=" + retryDelayNs + " is negative");
        }
    }

    private static void requirePositive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + "=" + value + " is not positive");
        }
    }

    /** Live messages, lossy: what this subscriber cannot take in time is dropped, counted and reported. */
    public static SubscriptionSpec fast(TopicPattern pattern) {
        return new SubscriptionSpec(
                pattern, Profile.FAST, null, false, StartAt.LATEST, Overflow.LOSSY, 65_536, 1024, 1, 0, false);
    }

    /** Live messages, lossy. */
    public static SubscriptionSpec fast(String pattern) {
        return fast(TopicPattern.of(pattern));
    }

    /** Stored messages, from the latest unless told otherwise, without a place kept. */
    public static SubscriptionSpec durable(TopicPattern pattern) {
        return new SubscriptionSpec(
                pattern,
                Profile.DURABLE,
                null,
                false,
                StartAt.LATEST,
                Overflow.LOSSLESS,
                65_536,
                1024,
                5,
                100_000_000L,
                false);
    }

    /** Stored messages, without a place kept. */
    public static SubscriptionSpec durable(String pattern) {
        return durable(TopicPattern.of(pattern));
    }

    /** Keeps its place under this name: closed and opened again, it goes on after the last message it confirmed. */
    public SubscriptionSpec named(String newName) {
        return copy(
                newName,
                false,
                start,
                overflow,
                bufferLimit,
                maxInFlight,
                maxAttempts,
                retryDelayNs,
                suppressDuplicates);
    }

    /** Shares the messages with all members under this name. */
    public SubscriptionSpec group(String newName) {
        return copy(
                newName,
                true,
                start,
                overflow,
                bufferLimit,
                maxInFlight,
                maxAttempts,
                retryDelayNs,
                suppressDuplicates);
    }

    /** Where to begin when new. */
    public SubscriptionSpec from(StartAt newStart) {
        return copy(
                name,
                shared,
                newStart,
                overflow,
                bufferLimit,
                maxInFlight,
                maxAttempts,
                retryDelayNs,
                suppressDuplicates);
    }

    /** Drops nothing. */
    public SubscriptionSpec lossless() {
        return copy(
                name,
                shared,
                start,
                Overflow.LOSSLESS,
                bufferLimit,
                maxInFlight,
                maxAttempts,
                retryDelayNs,
                suppressDuplicates);
    }

    /** Holds at most {@code limit} undelivered messages, then drops. */
    public SubscriptionSpec lossy(int limit) {
        return copy(
                name, shared, start, Overflow.LOSSY, limit, maxInFlight, maxAttempts, retryDelayNs, suppressDuplicates);
    }

    /** Allows this many undecided messages at once. */
    public SubscriptionSpec maxInFlight(int limit) {
        return copy(name, shared, start, overflow, bufferLimit, limit, maxAttempts, retryDelayNs, suppressDuplicates);
    }

    /** Delivers a refused message up to {@code attempts} times, {@code delayNs} apart. */
    public SubscriptionSpec retry(int attempts, long delayNs) {
        return copy(name, shared, start, overflow, bufferLimit, maxInFlight, attempts, delayNs, suppressDuplicates);
    }

    /** Drops messages already seen by this subscription instead of flagging them. */
    public SubscriptionSpec withoutDuplicates() {
        return copy(name, shared, start, overflow, bufferLimit, maxInFlight, maxAttempts, retryDelayNs, true);
    }

    private SubscriptionSpec copy(
            String newName,
            boolean newShared,
            StartAt newStart,
            Overflow newOverflow,
            int newBufferLimit,
            int newMaxInFlight,
            int newMaxAttempts,
            long newRetryDelayNs,
            boolean newSuppress) {
        return new SubscriptionSpec(
                pattern,
                profile,
                newName,
                newShared,
                newStart,
                newOverflow,
                newBufferLimit,
                newMaxInFlight,
                newMaxAttempts,
                newRetryDelayNs,
                newSuppress);
    }
}
