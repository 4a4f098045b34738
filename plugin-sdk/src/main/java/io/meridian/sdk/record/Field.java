package io.meridian.sdk.record;

/** A field of an entry. */
public record Field(String name, Type type) {
    /** What is in a field. */
    public enum Type {
        /** 64 bits; of a yes or no, 1 or 0. */
        NUMBER,
        /** UTF-8. */
        TEXT,
        BYTES,
        /** Names and texts, in their order. */
        MAP
    }
}
