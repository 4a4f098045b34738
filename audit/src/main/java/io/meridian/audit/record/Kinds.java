package io.meridian.audit.record;

/** What a record tells of. The body of all but a note is a message: envelope and payload as they travelled, save the names in an act. */
public final class Kinds {
    /** A durable message. */
    public static final byte MESSAGE = 1;
    // 2 was a request on the fast profile, or its answer: acts are durable messages since.
    /** A message of the fast profile from which a durable one followed. */
    public static final byte CAUSE = 3;
    /** Something that the recorder says itself, as JSON. */
    public static final byte NOTE = 4;

    /** A durable message with references in place of the names of people, see {@link io.meridian.audit.person.PersonalNames}. */
    public static final byte ACT = 5;

    private static final String[] WORDS = {"", "message", "control", "cause", "note", "act"};

    private Kinds() {}

    /** In a word. */
    public static String word(byte kind) {
        return kind > 0 && kind < WORDS.length ? WORDS[kind] : "kind " + kind;
    }
}
