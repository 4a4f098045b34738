package io.meridian.backtest.engine;

import java.util.Arrays;

/** A topic of this process: who hears it, and how many messages each source has sent. */
final class LocalTopic {
    private static final Hearer[] UNKNOWN = {};

    final String name;
    final int number;
    private long[] sequences = new long[4];
    private long sentNs = Long.MIN_VALUE;
    private int sent;
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

    /** The number of a source's last message; 0: there was none. */
    long sequence(int source) {
        return source >= sequences.length ? 0 : sequences[source];
    }

    /** Notes that the market publishes a message now. */
    void sends(long nowNs) {
        sent = sentNs == nowNs ? sent + 1 : 1;
        sentNs = nowNs;
    }

    /** How many messages the market has published at a time, which is the last one or a later one. */
    int sentAt(long nowNs) {
        return sentNs == nowNs ? sent : 0;
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
