package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;

/** What is known about one Kafka topic. Written by the link's thread, read by all. */
final class KafkaTopic {
    final String name;
    final Profile profile;

    /** How many it has, or 0 while it does not exist as far as we know. */
    volatile int partitions;

    /** In how many looks in a row it was missing. By who looks. */
    int missing;

    /** How many of its partitions have fewer copies in step than they are to have, as of the last look at all topics. */
    volatile int underReplicated;

    /** Whether the producer knows it too, so that sending will not ask for it first. */
    volatile boolean sendable;

    /** Whether a publication or the engine itself needs it: then it is created when it is missing. */
    volatile boolean wanted;

    /** Whether the settings of a topic that was there before us have been looked at. */
    volatile boolean checked;

    /** Why it must not be published to, or null. */
    volatile String refusal;

    KafkaTopic(String name, Profile profile) {
        this.name = name;
        this.profile = profile;
    }

    @Override
    public String toString() {
        return name;
    }
}
