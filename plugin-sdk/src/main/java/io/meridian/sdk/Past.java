package io.meridian.sdk;

import io.meridian.plugin.contract.history.HistoryQuestion;
import java.time.Duration;

/**
 * How much of the past of a topic is wanted.
 *
 * <pre>{@code
 * Past.last(200).bars(Duration.ofMinutes(1))      // the last 200 bars of a minute
 * Past.last(50).within(Duration.ofDays(1))        // the last 50, none older than a day
 * Past.between(fromNs, toNs)                      // all of a time
 * Past.asOf(timeNs)                               // how it stood then
 * }</pre>
 *
 * @param fromNs epoch nanoseconds of the earliest; 0: the first there is
 * @param toNs   of the first that is too late; 0: up to now
 * @param back   none older than so long before now; null: not used
 * @param last   only so many, the last ones; 0: all
 * @param period of bars: only those that are so long; null: all
 */
public record Past(long fromNs, long toNs, Duration back, int last, Duration period) {
    public Past {
        require(fromNs >= 0 && toNs >= 0 && last >= 0, "fromNs=" + fromNs + " toNs=" + toNs + " last=" + last);
        require(toNs == 0 || fromNs < toNs, "fromNs=" + fromNs + " is not before toNs=" + toNs);
        require(back == null || back.isPositive(), "back=" + back);
        require(period == null || period.isPositive(), "period=" + period);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what + ": a past has a beginning before its end, and no number below 0;"
                    + " lengths of time are above 0");
        }
    }

    /** The last messages there are. @param messages at least 1 */
    public static Past last(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages=" + messages + " must be at least 1");
        }
        return new Past(0, 0, null, messages, null);
    }

    /** All since so long ago. */
    public static Past since(Duration back) {
        return new Past(0, 0, back, 0, null);
    }

    /** All of a time. @param toNs the first that is too late */
    public static Past between(long fromNs, long toNs) {
        return new Past(fromNs, toNs, null, 0, null);
    }

    /** The last message of a time or before it. */
    public static Past asOf(long timeNs) {
        return new Past(0, timeNs + 1, null, 1, null);
    }

    /** None older than that. */
    public Past within(Duration atMost) {
        return new Past(fromNs, toNs, atMost, last, period);
    }

    /** Only bars of this length, where a topic has bars of several. */
    public Past bars(Duration length) {
        return new Past(fromNs, toNs, back, last, length);
    }

    HistoryQuestion question(long nowNs, int room) {
        long backNs = back == null ? 0 : Math.max(0, nowNs - back.toNanos());
        return new HistoryQuestion(
                Math.max(fromNs, backNs), toNs, period == null ? 0 : period.toNanos(), last, 0, room, "");
    }
}
