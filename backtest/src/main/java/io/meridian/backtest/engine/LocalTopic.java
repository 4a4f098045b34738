package io.meridian.backtest.engine;

import java.util.Arrays;

/** A topic of this process: who hears it, and how many messages each source has sent. */
final class LocalTopic {
    private static final Hearer[] UNKNOWN = {};

    final String name;
    final int number;
    private long[] sequences = new long[4];
    private Hearer[] hearers = UNKNOWN;
    private int hearersAsOf = -1;

    LocalTopic(String name, int number) {
        this.name = name;
        this.number = number;
    }

    /** The next number of a source's messages. */
    long nextSequence(int source) {
        if (source >= sequences.length) {
            sequences = Arrays.copyOf(sequences, Math.max(source + 1, 2 * sequences.length));
        }
        return ++sequences[source];
    }

    /** Who hears it, in the order in which they subscribed. */
    Hearer[] hearers(LocalBus bus) {
        if (hearersAsOf != bus.changes()) {
            hearers = bus.hearersOf(name);
            hearersAsOf = bus.changes();
        }
        return hearers;
    }
}
