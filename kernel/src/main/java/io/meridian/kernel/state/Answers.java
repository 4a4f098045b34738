package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * What was answered to the last commands, by their keys. A ring: the oldest answer is forgotten when a new one needs its place.
 */
public final class Answers {
    public static final int KEY_LENGTH = 64;
    /** No answer is this number. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int KEY_WORDS = KEY_LENGTH / 8;
    private static final int KEY = 1;
    private static final int STRIDE = KEY + KEY_WORDS + 1;
    private static final int ANSWER = KEY + KEY_WORDS;

    private final int kept;
    private final Slab slab;
    private final KeyIndex index;
    private int next;
    private int touched;

    Answers(int kept) {
        this.kept = kept;
        slab = new Slab(STRIDE, kept);
        index = new KeyIndex(slab, KEY, KEY_WORDS, kept);
    }

    public long find(DirectBuffer key, int offset) {
        int slot = index.find(key, offset, KEY_LENGTH);
        return slot == KeyIndex.NOT_FOUND ? NONE : slab.get(slot, ANSWER);
    }

    public void add(DirectBuffer key, int offset, long answer) {
        int slot = next;
        if (slot < slab.used()) {
            index.remove(slot);
        } else {
            slab.allocate();
        }
        for (int i = 0; i < KEY_WORDS; i++) {
            slab.set(slot, KEY + i, key.getLong(offset + i * 8, LITTLE_ENDIAN));
        }
        slab.set(slot, ANSWER, answer);
        index.add(slot);
        next = slot + 1 == kept ? 0 : slot + 1;
        if (next < slab.used()) {
            // The next to be forgotten: its place is among the coldest there are.
            touched = index.touch(next);
        }
    }

    void save(WordSink sink) {
        sink.put(next);
        slab.save(sink);
    }

    void load(WordSource source) {
        next = (int) source.next();
        slab.load(source);
        if (slab.used() > kept) {
            throw new IllegalStateException("snapshot: answers=" + slab.used() + " kept=" + kept);
        }
        index.rebuild();
    }
}
