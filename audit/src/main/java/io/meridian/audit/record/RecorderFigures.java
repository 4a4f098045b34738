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
