package io.meridian.bus.topic;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The concrete name a message is published under, such as {@code platform.data.quote.XNAS.AAPL}.
 *
 * <p>A topic is one to {@value #MAX_SEGMENTS} segments of {@code [A-Za-z0-9_-]}, joined by dots, at most
 * {@value #MAX_LENGTH} characters in all. Upper and lower case differ.
 *
 * <p>Immutable and safe to share. {@link #of(String)} validates once and remembers recent names in a cache of
 * fixed size; a name found there costs no allocation. Code on a hot path keeps its topics rather than relying on
 * the cache.
 */
public final class Topic implements Comparable<Topic> {
    /** The most segments a topic or a pattern may have. */
    public static final int MAX_SEGMENTS = 16;
    /** The most characters a topic or a pattern may have. The length and a spare value fit one unsigned byte. */
    public static final int MAX_LENGTH = 254;

    private static final int CACHED = 1 << 13;
    private static final RecentNames<Topic> BY_NAME = new RecentNames<>(new Topic[CACHED]);
    private static final RecentNames<Topic> BY_HASH = new RecentNames<>(new Topic[CACHED]);

    private final String name;
    private final UnsafeBuffer ascii;
    private final String[] segmentTexts;
    private final long[] segmentKeys;
    private final long hash;

    private Topic(final String name) {
        final Segments segments = Segments.parse(name, false);
        segmentTexts = segments.texts();
        segmentKeys = segments.keys();
        this.name = name;
        ascii = new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
        hash = XxHash64.hash(ascii, 0, ascii.capacity());
    }

    /**
     * The topic of this name.
     *
     * @throws IllegalArgumentException if the name is not a topic; the message says what is wrong, where, and what
     *     is allowed
     */
    public static Topic of(final String name) {
        if (name != null) {
            final int index = BY_NAME.index(name.hashCode());
            final Topic first = BY_NAME.get(index);
            if (first != null && first.name.equals(name)) {
                return first;
            }
            final Topic second = BY_NAME.get(index ^ 1);
            if (second != null && second.name.equals(name)) {
                return second;
            }
        }
        return remember(new Topic(name));
    }

    /**
     * The topic whose name is in these bytes. The bytes may change afterwards.
     *
     * @throws IllegalArgumentException if they are not the ASCII name of a topic
     */
    public static Topic of(final DirectBuffer ascii, final int offset, final int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "topic of length=" + length + " is not valid: 1 to " + MAX_LENGTH + " bytes are allowed");
        }
        checkBounds(ascii, offset, length);
        final int index = BY_HASH.index(Long.hashCode(XxHash64.hash(ascii, offset, length)));
        final Topic first = BY_HASH.get(index);
        if (first != null && first.isNamed(ascii, offset, length)) {
            return first;
        }
        final Topic second = BY_HASH.get(index ^ 1);
        if (second != null && second.isNamed(ascii, offset, length)) {
            return second;
        }
        final byte[] bytes = new byte[length];
        ascii.getBytes(offset, bytes);
        // Latin-1 keeps one character a byte, so the message of a refusal names the right position.
        final Topic topic = of(new String(bytes, StandardCharsets.ISO_8859_1));
        // It may have been found by name only: then the bytes would miss again and again.
        BY_HASH.put(index, topic);
        return topic;
    }

    /**
     * The hash a topic of this name has: xxHash64 with seed 0 over the ASCII bytes. It is part of the wire format,
     * equal on every machine and in every version. The name is not validated.
     */
    public static long hash(final DirectBuffer ascii, final int offset, final int length) {
        checkBounds(ascii, offset, length);
        return XxHash64.hash(ascii, offset, length);
    }

    /**
     * As {@link #hash(DirectBuffer, int, int)}, for a name held as characters.
     *
     * @throws IllegalArgumentException if a character is not ASCII
     */
    public static long hash(final CharSequence name) {
        return XxHash64.hash(name);
    }

    /** The whole name. */
    public String name() {
        return name;
    }

    /** The number of characters of the name, and of its ASCII bytes. */
    public int length() {
        return ascii.capacity();
    }

    /** The number of segments, at least one. */
    public int segments() {
        return segmentKeys.length;
    }

    /** The segment at this place, counted from zero. */
    public String segment(final int index) {
        return segmentTexts[index];
    }

    /** The 64-bit hash of the name: see {@link #hash(DirectBuffer, int, int)}. Two topics may share it. */
    public long hash() {
        return hash;
    }

    /** Whether these bytes are this topic's name. */
    public boolean isNamed(final DirectBuffer buffer, final int offset, final int length) {
        final UnsafeBuffer own = ascii;
        if (length != own.capacity()) {
            return false;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (own.getLong(i) != buffer.getLong(offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (own.getByte(i) != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the ASCII bytes of the name, without a length before them.
     *
     * @return the number of bytes written, {@link #length()}
     */
    public int putTo(final MutableDirectBuffer buffer, final int offset) {
        final int length = ascii.capacity();
        buffer.putBytes(offset, ascii, 0, length);
        return length;
    }

    long key(final int index) {
        return segmentKeys[index];
    }

    @Override
    public int compareTo(final Topic other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(final Object other) {
        return this == other || other instanceof Topic that && hash == that.hash && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Topic remember(final Topic topic) {
        BY_NAME.put(BY_NAME.index(topic.name.hashCode()), topic);
        BY_HASH.put(BY_HASH.index(Long.hashCode(topic.hash)), topic);
        return topic;
    }

    private static void checkBounds(final DirectBuffer buffer, final int offset, final int length) {
        if (offset < 0 || length < 0 || offset > buffer.capacity() - length) {
            throw new IllegalArgumentException("topic bytes lie outside the buffer: offset=" + offset + " length="
                    + length + " capacity=" + buffer.capacity());
        }
    }
}
