package io.meridian.cluster.query;

import io.meridian.cluster.state.Convergent;
import io.meridian.cluster.state.SharedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Those who ask about one map of this node. As each node has all of a map, each is answered where it asks. A change is read once for all of them, on a thread of its own: whoever writes
 * waits for nobody who asks, and whoever is slow is told less often, of how it is then.
 */
public final class LiveQueries<V extends Convergent<V>> implements AutoCloseable {
    private static final long REST_NS = 200_000_000;

    private final SharedMap<V> map;
    private final BiFunction<String, V, Entry> read;
    private final Consumer<String> log;
    private final BiConsumer<String, V> watcher = this::changed;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<LiveQuery> queries = new CopyOnWriteArrayList<>();
    private final LongAdder told = new LongAdder();
    private final Thread thread;
    private String complaint = "";
    private volatile boolean closed;

    /** @param read makes an entry of a key and its value; null where that is no value any more, or makes no sense */
    public LiveQueries(SharedMap<V> map, BiFunction<String, V, Entry> read, Consumer<String> log) {
        this.map = map;
        this.read = read;
        this.log = log;
        thread = Thread.ofPlatform().daemon().name("cluster-live-" + map.name()).unstarted(this::run);
        changed.addAll(map.follow(watcher).keySet());
        readChanged();
        thread.start();
    }

    /** Under the lock of the map. */
    private void changed(String key, V value) {
        if (changed.add(key)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            try {
                if (changed.isEmpty()) {
                    LockSupport.parkNanos(REST_NS);
                } else {
                    readChanged();
                }
            } catch (RuntimeException failed) {
                log.accept("ALARM: live queries on '" + map.name() + "' failed: " + failed);
            }
        }
    }

    private void readChanged() {
        for (String key : changed) {
            // Before it is read: one that changes meanwhile is read again.
            changed.remove(key);
            Entry now = read(key);
            Entry before = now == null ? entries.remove(key) : entries.put(key, now);
            if (now != null || before != null) {
                queries.forEach(query -> query.changed(key, now));
            }
        }
    }

    private Entry read(String key) {
        try {
            return read.apply(key, map.get(key));
        } catch (RuntimeException senseless) {
            // Said once, however often another node tells it.
            if (!String.valueOf(senseless.getMessage()).equals(complaint)) {
                complaint = String.valueOf(senseless.getMessage());
                log.accept("cluster: '" + key + "' of '" + map.name() + "' is left out: " + complaint);
            }
            return null;
        }
    }

    /** Begins to follow a question; the first that it is told is what there is. */
    public LiveQuery ask(Predicate<Entry> wanted) {
        LiveQuery query = new LiveQuery(wanted, entries::get, told, queries::remove);
        queries.add(query);
        // What changes from here on it hears as well; to hear of a key twice does no harm.
        entries.forEach(query::changed);
        return query;
    }

    /** How many ask now. */
    public int active() {
        return queries.size();
    }

    /** How many changes all who asked were told together, since the first did. */
    public long told() {
        return told.sum();
    }

    /** How many changes of the map nobody has been told of yet. */
    public int waiting() {
        return changed.size();
    }

    @Override
    public void close() {
        closed = true;
        map.unfollow(watcher);
        LockSupport.unpark(thread);
        queries.forEach(LiveQuery::close);
    }
}
