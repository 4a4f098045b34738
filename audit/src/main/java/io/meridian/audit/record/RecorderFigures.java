package io.meridian.audit.record;

/** What a recorder did since it started. */
public final class RecorderFigures {
    long messages;
    long controls;
    long causes;
    long notes;
    long repeated;
    long gaps;
    long records;
    long safe;
    long sealed;
    String trouble;

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
        return "records=" + records + " safe=" + safe + " sealed=" + sealed + " messages=" + messages + " controls="
                + controls + " causes=" + causes + " notes=" + notes + " repeated=" + repeated + " gaps=" + gaps
                + (trouble == null ? "" : " trouble=" + trouble);
    }
}
