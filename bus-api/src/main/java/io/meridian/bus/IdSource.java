package io.meridian.bus;

import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Where ids come from that nobody else assigns: instance numbers and correlation ids. An argument, so tests can repeat. */
@FunctionalInterface
public interface IdSource {
    /** A number not given before, with overwhelming probability; never 0. */
    long nextId();

    /** Different in every run. */
    static IdSource random() {
        return () -> nonZero(ThreadLocalRandom.current().nextLong());
    }

    /** The same in every run with the same seed. For one thread at a time. */
    static IdSource seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> nonZero(random.nextLong());
    }

    private static long nonZero(long id) {
        return id == 0 ? 1 : id;
    }
}
