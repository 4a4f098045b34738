package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Texts that come again and again (portfolios, accounts, models, venues, symbols, currencies, senders) as numbers. 0 is the
 * empty text. Names are never taken back.
 */
public final class Names {
    public static final int NONE = 0;
    public static final int LENGTH = 40;

    private static final int WORDS = LENGTH / 8;

    private final Slab slab;
    private final KeyIndex index;

    Names(int capacity) {
        slab = new Slab(WORDS, capacity);
        index = new KeyIndex(slab, 0, WORDS, capacity);
        index.add(slab.allocate());
    }

    /** The number of a text of {@code length} bytes, padded with zeros, or -1 when it has none. */
    public int find(DirectBuffer buffer, int offset, int length) {
        return index.find(buffer, offset, length);
    }

    /** Whether a name is the text of {@code length} bytes, padded with zeros. */
    public boolean is(int name, DirectBuffer buffer, int offset, int length) {
        int given = length >> 3;
        for (int i = 0; i < WORDS; i++) {
            if (slab.get(name, i) != (i < given ? buffer.getLong(offset + i * 8, LITTLE_ENDIAN) : 0)) {
                return false;
            }
        }
        return true;
    }

    /** The number the next new name gets. */
    public int next() {
        return slab.next();
    }

    public void define(int name, DirectBuffer buffer, int offset) {
        int slot = slab.allocate();
        if (slot != name) {
            throw new IllegalStateException("name=" + name + " expected=" + slot);
        }
        for (int i = 0; i < WORDS; i++) {
            slab.set(slot, i, buffer.getLong(offset + i * 8, LITTLE_ENDIAN));
        }
        index.add(slot);
    }

    /** Writes the first {@code length} bytes of a name, padded with zeros. */
    public void write(int name, MutableDirectBuffer buffer, int offset, int length) {
        for (int i = 0; i < length >> 3; i++) {
            buffer.putLong(offset + i * 8, slab.get(name, i), LITTLE_ENDIAN);
        }
    }

    /** Its first eight characters, the first one lowest. */
    long word(int name) {
        return slab.get(name, 0);
    }

    /** The name for people. Allocates. */
    public String text(int name) {
        return text(slab, name, 0, WORDS);
    }

    static String text(Slab slab, int slot, int field, int words) {
        byte[] bytes = new byte[words * 8];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (slab.get(slot, field + (i >> 3)) >>> (i & 7) * 8);
            if (bytes[i] != 0) {
                length = i + 1;
            }
        }
        return new String(bytes, 0, length, US_ASCII);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
    }
}
