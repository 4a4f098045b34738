package io.meridian.audit.tee;

/** What a tee did since it started. */
public final class TeeFigures {
    long carried;
    long confirmed;
    long markedCount;
    long refused;
    long waits;
    long again;

    /** Messages that the second bus took. */
    public long carried() {
        return carried;
    }

    /** How many of them it has stored, and were confirmed to the first. */
    public long confirmed() {
        return confirmed;
    }

    @Override
    public String toString() {
        return "carried=" + carried + " stored=" + confirmed + " refused=" + refused + " waits=" + waits + " again="
                + again;
    }
}
