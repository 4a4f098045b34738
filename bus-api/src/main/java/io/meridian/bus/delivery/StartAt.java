package io.meridian.bus.delivery;

/**
 * Where a durable subscription begins. It counts only when the subscription is new: a named one that exists resumes after
 * the last message it confirmed.
 *
 * @param kind which of the four
 * @param value the sequence, or the epoch nanoseconds; 0 otherwise
 */
public record StartAt(Kind kind, long value) {
    /** The four places to start. */
    public enum Kind {
        EARLIEST,
        LATEST,
        SEQUENCE,
        TIME
    }

    /** From the first message still kept. */
    public static final StartAt EARLIEST = new StartAt(Kind.EARLIEST, 0);

    /** Only what is published from now on. */
    public static final StartAt LATEST = new StartAt(Kind.LATEST, 0);

    /** Checks the value against the kind. */
    public StartAt {
        if (kind == Kind.SEQUENCE && value < 1) {
            throw new IllegalArgumentException("sequence=" + value + ": sequences start at 1");
        }
        if (kind == Kind.TIME && value < 0) {
            throw new IllegalArgumentException("time=" + value + ": epoch nanoseconds are not negative");
        }
    }

    /** Messages whose own sequence, as stamped by their publisher, is at least {@code sequence}. */
    public static StartAt sequence(long sequence) {
        return new StartAt(Kind.SEQUENCE, sequence);
    }

    /** Messages whose publish time is at or after {@code epochNs}. */
    public static StartAt time(long epochNs) {
        return new StartAt(Kind.TIME, epochNs);
    }

    /** Whether a message stamped so belongs to a subscription that starts here. */
    public boolean includes(long sequence, long publishTimeNs) {
        return switch (kind) {
            case SEQUENCE -> sequence >= value;
            case TIME -> publishTimeNs >= value;
            case EARLIEST, LATEST -> true;
        };
    }
}
