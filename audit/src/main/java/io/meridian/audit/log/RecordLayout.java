package io.meridian.audit.log;

/**
 * A record, little endian. Its hash covers the hash of the record before it and all of its own head before the hash; the head has the hash of the
 * body. So a changed body, a changed head and a changed neighbour are three different things to find.
 *
 * <pre>
 *    0  length of the whole record, a multiple of 8     4 bytes
 *    4  version, kind, clock source, clock state        1 byte each
 *    8  index: 0, 1, 2 and so on                        8
 *   16  time: when it was recorded, epoch ns UTC        8
 *   24  bound of the clock's error in ns; -1: unknown   8
 *   32  length of the body                              4
 *   36  zero                                            4
 *   40  SHA-256 of the body                            32
 *   72  SHA-256 of (hash before, bytes 0 to 71)        32
 *  104  body, then zeros to the length
 * </pre>
 */
public final class RecordLayout {
    public static final int VERSION = 1;
    /** Bytes of a hash. */
    public static final int HASH = 32;

    static final int LENGTH = 0;
    static final int RECORD_VERSION = 4;
    static final int KIND = 5;
    static final int CLOCK_SOURCE = 6;
    static final int CLOCK_STATE = 7;
    static final int INDEX = 8;
    static final int TIME = 16;
    static final int CLOCK_ERROR = 24;
    static final int BODY_LENGTH = 32;
    static final int ZERO = 36;
    static final int BODY_HASH = 40;
    static final int RECORD_HASH = 72;
    /** Bytes in front of the body. */
    public static final int HEAD = 104;

    /** The largest body. */
    public static final int LARGEST_BODY = 32 << 20;

    private static final int ALIGNMENT = 8;

    private RecordLayout() {}

    /** Bytes of a record with such a body. */
    public static int length(int bodyLength) {
        return HEAD + bodyLength + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
