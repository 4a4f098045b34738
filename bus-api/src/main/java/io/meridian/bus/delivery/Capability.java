package io.meridian.bus.delivery;

/**
 * What an engine may or may not be able to do. What it lacks, it refuses when asked: see {@link Capabilities#require}.
 * The text of each is what the guarantees table in the README shows.
 */
public enum Capability {
    FAST("Fast profile"),
    FAST_LOSSLESS("Fast subscriptions may be lossless"),
    BACK_PRESSURE("A stalled lossless subscriber slows the publisher instead of losing messages"),
    DURABLE("Durable profile: stored, acknowledged, replayed"),
    DURABLE_NAMES("Named durable subscriptions that resume after a restart"),
    REPLAY_EARLIEST("Replay from the earliest message, then live, without a gap or a repeat"),
    REPLAY_SEQUENCE("Replay from a sequence"),
    REPLAY_TIME("Replay from a time"),
    GROUPS("Groups: each message once across the members"),
    REQUEST_REPLY("Request and reply"),
    SERVER_RESTART("Rides through a restart of the server"),
    LATE_SERVER("May start before its server does"),
    DUPLICATE_SUPPRESSION("The engine itself suppresses a message published twice under one id"),
    ZERO_COPY("Messages are written in place, without a copy");

    private final String text;

    Capability(String text) {
        this.text = text;
    }

    /** One line for people. */
    public String text() {
        return text;
    }
}
