package io.meridian.audit.record;

/** What a recorder did since it started. */
public final class RecorderFigures {
    long messages;
    long causes;
    long notes;
    long repeated;
    long gaps;
    long unseen;
    long notDelivered;
    long overdue;
    long unreadable;
    long clockSteps;
    long unchecked;
    long records;
    long safe;
    long sealed;
    String trouble;

    void count(GapNote.Event event) {
        switch (event) {
            case GAP -> gaps++;
            case UNSEEN -> unseen++;
            case NOT_DELIVERED -> notDelivered++;
            case OVERDUE -> overdue++;
        }
    }

    /** Durable messages. */
    public long messages() {
        return messages;
    }

    /** Messages that the bus handed out again, and that are recorded once. */
    public long repeated() {
        return repeated;
    }

    /** Records in the log, written or not. */
    public long records() {
        return records;
    }

    /** Those that the last checkpoint counts. */
    public long sealed() {
        return sealed;
    }

    /** By what was not seen: gaps in what came, and what subscribers and the log do not agree on. */
    public long gaps() {
        return gaps;
    }

    /** Messages that a subscriber was given and that never came here. */
    public long unseen() {
        return unseen;
    }

    /** Messages that are recorded, and that a subscriber was not given. */
    public long notDelivered() {
        return notDelivered;
    }

    /** How often a subscriber stood still. */
    public long overdue() {
        return overdue;
    }

    /** How often the clock was set back. */
    public long clockSteps() {
        return clockSteps;
    }

    /** Whether the disk or the second place of checkpoints takes nothing now. */
    public boolean isTroubled() {
        return trouble != null;
    }

    @Override
    public String toString() {
        return "records=" + records + " safe=" + safe + " sealed=" + sealed + " messages=" + messages + " causes="
                + causes + " notes=" + notes + " repeated=" + repeated + " gaps=" + gaps
                + " unseen=" + unseen + " not_delivered=" + notDelivered + " overdue=" + overdue
                + (clockSteps == 0 ? "" : " clock_set_back=" + clockSteps)
                + (unreadable == 0 ? "" : " unreadable_reports=" + unreadable)
                + (unchecked == 0 ? "" : " unchecked=" + unchecked)
                + (trouble == null ? "" : " trouble=" + trouble);
    }
}
