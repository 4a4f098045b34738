package io.meridian.platform.span;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what came first when it has too many. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private final transient int most;

    Bounded(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
