package io.meridian.cluster.state;

import java.time.Duration;
import java.time.InstantSource;

/**
 * One start of one node, as the writer of values. Its stamps only grow: each is later than all that it wrote or saw before, even when its clock is set back. A stamp from a clock
 * that is far ahead is not followed, for one wrong clock would take all others with it.
 */
public final class Writer {
    /** How much the clocks of two nodes may differ. What is stamped further ahead is taken once its time has come. */
    public static final Duration SKEW = Duration.ofSeconds(5);

    private final String name;
    private final InstantSource clock;
    private long millis;
    private int count;

    /** @param name never used before: what an earlier start had not told anybody is forgotten, and its numbers must not be given again */
    Writer(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    long nowMillis() {
        return clock.millis();
    }

    public synchronized Stamp stamp() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            count = 0;
        } else {
            count++;
        }
        return new Stamp(millis, count, name);
    }

    boolean isAhead(Stamp seen) {
        return seen.millis() - clock.millis() > SKEW.toMillis();
    }

    synchronized void saw(Stamp seen) {
        if (seen.millis() > millis || seen.millis() == millis && seen.count() > count) {
            millis = seen.millis();
            count = seen.count();
        }
    }
}
