package io.meridian.audit.record;

/** What a record tells of. The body of all but a note is a message: envelope and payload as they travelled. */
public final class Kinds {
    /** A durable message. */
    public static final byte MESSAGE = 1;
    /** A message of the fast profile that asks something of a service of the platform, or answers. */
    public static final byte CONTROL = 2;
    /** A message of the fast profile from which a durable one followed. */
    public static final byte CAUSE = 3;
    /** Something that the recorder says itself, as JSON. */
    public static final byte NOTE = 4;

    private static final String[] WORDS = {"", "message", "control", "cause", "note"};

    private Kinds() {}

    /** In a word. */
    public static String word(byte kind) {
        return kind > 0 && kind < WORDS.length ? WORDS[kind] : "kind " + kind;
    }
}
