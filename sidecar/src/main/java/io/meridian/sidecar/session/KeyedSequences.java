package io.meridian.sidecar.session;

import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.collections.LongLongConsumer;

/** A few sequences of some sources and topics. Costs nothing while it is empty. */
final class KeyedSequences {
    private final Long2ObjectHashMap<LongHashSet> byKey = new Long2ObjectHashMap<>();

    void add(long key, long sequence) {
        byKey.computeIfAbsent(key, none -> new LongHashSet()).add(sequence);
    }

    boolean remove(long key, long sequence) {
        if (byKey.isEmpty()) {
            return false;
        }
        LongHashSet some = byKey.get(key);
        boolean removed = some != null && some.remove(sequence);
        if (removed && some.isEmpty()) {
            byKey.remove(key);
        }
        return removed;
    }

    boolean contains(long key, long sequence) {
        if (byKey.isEmpty()) {
            return false;
        }
        LongHashSet some = byKey.get(key);
        return some != null && some.contains(sequence);
    }

    void forEach(LongLongConsumer each) {
        byKey.forEachLong((key, some) -> some.forEachLong(sequence -> each.accept(key, sequence)));
    }

    void clear() {
        byKey.clear();
    }
}
