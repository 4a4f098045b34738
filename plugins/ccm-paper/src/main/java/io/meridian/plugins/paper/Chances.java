package io.meridian.plugins.paper;

import java.util.SplittableRandom;

/** Chances that are the same for the same seed. Where nothing is left to chance, no number is drawn. */
final class Chances {
    private final SplittableRandom random;

    Chances(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean happens(double rate) {
        return rate > 0 && random.nextDouble() < rate;
    }

    /** From 0 to this. */
    long upTo(long most) {
        return most == 0 ? 0 : random.nextLong(most + 1);
    }
}
