package io.meridian.cluster.state;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;

/**
 * A map that all nodes have. Reading and writing it waits for nobody: what is written here is seen here at once, and elsewhere as soon as the others can be reached. Thread-safe.
 *
 * @param <V> the kind of its values
 */
public final class SharedMap<V extends Convergent<V>> {
    /** What two nodes have is compared by segments first, then by keys in those that differ. */
    static final int SEGMENTS = 271;

    /** So long a removed value is remembered: who was cut off for longer brings it back. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    static final int MOST_KEY = 1_000;
    static final int MOST_BYTES = 1 << 20;

    private record Held<V>(V value, byte[] bytes, long sum) {}

    private final String name;
    private final V none;
    private final Duration lifetime;
    private final Writer writer;
    private final BiConsumer<SharedMap<?>, String> written;
    private final Map<String, Held<V>> held = new HashMap<>();
    private final long[] segments = new long[SEGMENTS];
    private final List<BiConsumer<String, V>> watchers = new CopyOnWriteArrayList<>();

    /**
     * @param lifetime how long a value lives after it was written last; null: for ever
     * @param written hears of each key that this node writes
     */
    SharedMap(String name, V none, Duration lifetime, Writer writer, BiConsumer<SharedMap<?>, String> written) {
        this.name = name;
        this.none = none;
        this.lifetime = lifetime;
        this.writer = writer;
        this.written = written;
    }

    public String name() {
        return name;
    }

    /** Its value here and now; an empty one when nobody wrote it. */
    public synchronized V get(String key) {
        Held<V> found = held.get(key);
        return found == null || isOver(found.value()) ? none : found.value();
    }

    /** All that is here now, in the order of the keys; of what was removed the remains as well. */
    public synchronized Map<String, V> all() {
        Map<String, V> all = new TreeMap<>();
        held.forEach((key, each) -> {
            if (!isOver(each.value())) {
                all.put(key, each.value());
            }
        });
        return all;
    }

    /**
     * Changes a value.
     *
     * @param change makes the new one of the one that is here, and is called once
     * @throws IllegalArgumentException when the key or the new value is too long to be shared; nothing is changed then
     */
    public V update(String key, BiFunction<V, Writer, V> change) {
        if (key.length() > MOST_KEY) {
            throw new IllegalArgumentException("a key of " + key.length() + " characters in the map '" + name
                    + "' is too long; it may have " + MOST_KEY);
        }
        V now;
        synchronized (this) {
            now = change.apply(get(key), writer);
            byte[] bytes = Encoding.encode(now);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("a value of " + bytes.length + " bytes for '" + key
                        + "' in the map '" + name + "' is too long; it may have " + MOST_BYTES);
            }
            keep(key, now, bytes);
        }
        written.accept(this, key);
        return now;
    }

    /**
     * Hears of each change, here or elsewhere, in their order, while nobody else can use the map: it must be quick, and touch no other map. Of a value that has died it hears an empty
     * one.
     */
    public void watch(BiConsumer<String, V> watcher) {
        watchers.add(watcher);
    }

    /** The same, and what is there before the first change: nothing is missed between the two. */
    public synchronized Map<String, V> follow(BiConsumer<String, V> watcher) {
        watchers.add(watcher);
        return all();
    }

    public void unfollow(BiConsumer<String, V> watcher) {
        watchers.remove(watcher);
    }

    /** Whether it is one of ours that another node sent, and was new. */
    @SuppressWarnings("unchecked")
    synchronized boolean take(String key, Convergent<?> value) {
        if (value.getClass() != none.getClass() || key.length() > MOST_KEY) {
            return false;
        }
        V its = (V) value;
        Stamp stamp = its.latest();
        if (isOver(its) || stamp != null && writer.isAhead(stamp)) {
            return false;
        }
        if (stamp != null) {
            writer.saw(stamp);
        }
        Held<V> before = held.get(key);
        V merged = before == null ? its : before.value().merge(its);
        if (before != null && merged.equals(before.value())) {
            return false;
        }
        keep(key, merged, Encoding.encode(merged));
        return true;
    }

    private void keep(String key, V value, byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        // The key takes part, so that equal values of two keys do not take each other out of the sum.
        Held<V> now = new Held<>(value, bytes, mixed(sum.getValue() ^ (long) key.hashCode() << 32));
        Held<V> before = held.put(key, now);
        segments[segment(key)] ^= now.sum() ^ (before == null ? 0 : before.sum());
        watchers.forEach(watcher -> watcher.accept(key, value));
    }

    /** Spreads a number over all bits. */
    private static long mixed(long number) {
        long once = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        long twice = (once ^ once >>> 33) * 0xc4ceb9fe1a85ec53L;
        return twice ^ twice >>> 33;
    }

    static int segment(String key) {
        return Math.floorMod(key.hashCode(), SEGMENTS);
    }

    private boolean isOver(V value) {
        Stamp stamp = value.latest();
        if (stamp == null) {
            return false;
        }
        long age = writer.nowMillis() - stamp.millis();
        return lifetime != null && age > lifetime.toMillis()
                || value instanceof Latest latest && latest.text() == null && age > REMEMBERED.toMillis();
    }

    /** Takes out what has lived its time. */
    synchronized void bury() {
        held.entrySet().removeIf(each -> {
            boolean isOver = isOver(each.getValue().value());
            if (isOver) {
                segments[segment(each.getKey())] ^= each.getValue().sum();
                watchers.forEach(watcher -> watcher.accept(each.getKey(), none));
            }
            return isOver;
        });
    }

    /** One number for all that is here. */
    synchronized long root() {
        long root = 0;
        for (long segment : segments) {
            root = mixed(root * 31 + segment);
        }
        return root;
    }

    synchronized long[] segments() {
        return segments.clone();
    }

    synchronized byte[] bytes(String key) {
        Held<V> found = held.get(key);
        return found == null ? null : found.bytes();
    }

    /** The sums of the values in some segments, by key. */
    synchronized Map<String, Long> sums(BitSet wanted) {
        Map<String, Long> sums = new TreeMap<>();
        held.forEach((key, each) -> {
            if (wanted.get(segment(key))) {
                sums.put(key, each.sum());
            }
        });
        return sums;
    }
}
