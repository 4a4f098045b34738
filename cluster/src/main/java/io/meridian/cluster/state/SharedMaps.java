package io.meridian.cluster.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The maps of one node, and how they are kept equal to those of the others: what is written here is sent to all; now and then each node compares sums with some others, and what differs is
 * sent again.
 */
public final class SharedMaps implements AutoCloseable {
    /** With so many others sums are compared each time. In a crowd it spreads from one to the next. */
    private static final int ASKED_AT_ONCE = 3;

    private static final int MOST_BYTES = 48_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final long BURY_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private sealed interface Task {}

    private record Written(SharedMap<?> map, String key) implements Task {}

    private record Answer(String to, Saying saying) implements Task {}

    private final Wire wire;
    private final Writer writer;
    private final Duration repairEvery;
    private final Consumer<String> log;
    private final Map<String, SharedMap<?>> maps = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    /** Those among the tasks. However often a value is written while the others are slow, it waits once, and goes as it is then. */
    private final Set<Written> unsent = ConcurrentHashMap.newKeySet();
    /** Of those that were asked and have not said yet that they have the same, since when. */
    private final Map<String, Long> differsSinceNs = new ConcurrentHashMap<>();

    private final Map<String, Set<String>> equalMaps = new ConcurrentHashMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder repaired = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private Set<String> known = Set.of();
    private volatile boolean closed;

    /** Begins to listen. @param repairEvery how often what nodes have is compared */
    public SharedMaps(Wire wire, Duration repairEvery, InstantSource clock, Consumer<String> log) {
        this.wire = wire;
        this.repairEvery = repairEvery;
        this.log = log;
        writer = new Writer(wire.self() + "/" + UUID.randomUUID().toString().substring(0, 8), clock);
        wire.listen(this::hear);
        thread = Thread.ofPlatform().daemon().name("cluster-state").start(this::run);
    }

    /**
     * A map of this name, which all nodes must open with the same kind of values and the same lifetime.
     *
     * @param none the empty value, such as {@link Latest#NONE}
     * @param lifetime how long a value lives after it was written last; null: for ever. Only for kinds with stamps.
     */
    @SuppressWarnings("unchecked")
    public <V extends Convergent<V>> SharedMap<V> open(String name, V none, Duration lifetime) {
        return (SharedMap<V>)
                maps.computeIfAbsent(name, unknown -> new SharedMap<>(name, none, lifetime, writer, this::written));
    }

    private void written(SharedMap<?> map, String key) {
        Written what = new Written(map, key);
        if (unsent.add(what)) {
            tasks.add(what);
        }
    }

    /**
     * How it goes.
     *
     * @param waiting what was written and not sent yet
     * @param sent messages with values of this node
     * @param received values of others that were news
     * @param repaired those among them that had been missed
     * @param refused messages that made no sense
     * @param behind for how long each of those that are there has not been known to have the same; zero when it has
     */
    public record Figures(
            int waiting, long sent, long received, long repaired, long refused, Map<String, Duration> behind) {}

    public Figures figures() {
        Map<String, Duration> behind = new TreeMap<>();
        for (String other : wire.others()) {
            Long since = differsSinceNs.get(other);
            behind.put(other, since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since));
        }
        return new Figures(tasks.size(), sent.sum(), received.sum(), repaired.sum(), refused.sum(), behind);
    }

    private void run() {
        long repairNs = System.nanoTime();
        long buryNs = repairNs;
        while (!closed) {
            try {
                List<Task> batch = new ArrayList<>();
                Task first = tasks.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    tasks.drainTo(batch);
                    work(batch);
                }
                Set<String> newcomers = newcomers();
                if (System.nanoTime() - buryNs >= 0) {
                    buryNs = System.nanoTime() + BURY_EVERY_NS;
                    maps.values().forEach(SharedMap::bury);
                }
                if (System.nanoTime() - repairNs >= 0) {
                    repairNs = System.nanoTime() + repairEvery.toNanos();
                    ask(some());
                } else if (!newcomers.isEmpty()) {
                    ask(List.copyOf(newcomers));
                }
            } catch (IOException unsent) {
                // Whoever did not get it is given it at the next repair.
                log.accept("cluster: what was written could not be sent: " + unsent.getMessage());
            } catch (InterruptedException ending) {
                return;
            } catch (RuntimeException failed) {
                log.accept("ALARM: cluster: sharing failed: " + failed);
            }
        }
    }

    private Set<String> newcomers() {
        Set<String> now = Set.copyOf(wire.others());
        Set<String> newcomers = new HashSet<>(now);
        newcomers.removeAll(known);
        differsSinceNs.keySet().retainAll(now);
        equalMaps.keySet().retainAll(now);
        known = now;
        return newcomers;
    }

    /** Those that differ first. */
    private List<String> some() {
        List<String> others = new ArrayList<>(known);
        Collections.shuffle(others);
        others.sort(Comparator.comparing(other -> !differsSinceNs.containsKey(other)));
        return others.subList(0, Math.min(ASKED_AT_ONCE, others.size()));
    }

    private void ask(List<String> others) throws IOException {
        if (maps.isEmpty()) {
            return;
        }
        for (String other : others) {
            equalMaps.remove(other);
            differsSinceNs.putIfAbsent(other, System.nanoTime());
            for (SharedMap<?> map : maps.values()) {
                wire.send(other, new Saying.Root(map.name(), map.root(), false).encode());
            }
        }
    }

    private void work(List<Task> batch) throws IOException {
        Map<SharedMap<?>, Map<String, byte[]>> written = new LinkedHashMap<>();
        for (Task task : batch) {
            switch (task) {
                case Written each -> {
                    unsent.remove(each);
                    written.computeIfAbsent(each.map(), unknown -> new LinkedHashMap<>())
                            .put(each.key(), each.map().bytes(each.key()));
                }
                case Answer answer -> wire.send(answer.to(), answer.saying().encode());
            }
        }
        for (Map.Entry<SharedMap<?>, Map<String, byte[]>> each : written.entrySet()) {
            if (!known.isEmpty()) {
                for (Saying values : inPieces(each.getKey().name(), false, each.getValue())) {
                    wire.send(null, values.encode());
                    sent.increment();
                }
            }
        }
    }

    private static List<Saying> inPieces(String map, boolean isRepair, Map<String, byte[]> values) {
        List<Saying> pieces = new ArrayList<>();
        Map<String, byte[]> piece = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, byte[]> each : values.entrySet()) {
            if (each.getValue() == null) {
                continue;
            }
            size += each.getKey().length() + each.getValue().length;
            piece.put(each.getKey(), each.getValue());
            if (size > MOST_BYTES) {
                pieces.add(new Saying.Values(map, isRepair, piece));
                piece = new LinkedHashMap<>();
                size = 0;
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(new Saying.Values(map, isRepair, piece));
        }
        return pieces;
    }

    private void hear(String from, byte[] message) {
        try {
            Saying said = Saying.decode(message);
            SharedMap<?> map = maps.get(said.map());
            // One that this node has not opened, or not yet.
            if (map != null) {
                hear(from, said, map);
            }
        } catch (IOException | RuntimeException wrong) {
            refused.increment();
            if (complainedOf.add(from)) {
                log.accept("cluster: " + from + " says what makes no sense, which is not told again: " + wrong);
            }
        }
    }

    private void hear(String from, Saying said, SharedMap<?> map) throws IOException {
        switch (said) {
            case Saying.Root root -> {
                boolean isEqual = root.root() == map.root();
                if (isEqual) {
                    equal(from, map);
                }
                if (!root.isAnswer()) {
                    tasks.add(new Answer(
                            from,
                            isEqual
                                    ? new Saying.Root(map.name(), root.root(), true)
                                    : new Saying.Segments(map.name(), map.segments())));
                }
            }
            case Saying.Segments segments -> {
                BitSet different = new BitSet();
                long[] mine = map.segments();
                for (int i = 0; i < mine.length; i++) {
                    different.set(i, mine[i] != segments.sums()[i]);
                }
                if (!different.isEmpty()) {
                    tasks.add(new Answer(from, new Saying.Keys(map.name(), different, map.sums(different))));
                }
            }
            case Saying.Keys keys -> compare(from, keys, map);
            case Saying.Wants wants -> give(from, map, wants.keys());
            case Saying.Values values -> take(map, values);
        }
    }

    private void compare(String from, Saying.Keys keys, SharedMap<?> map) {
        Map<String, Long> mine = map.sums(keys.segments());
        Set<String> given = new HashSet<>();
        Set<String> wanted = new HashSet<>();
        mine.forEach((key, sum) -> {
            if (!sum.equals(keys.sums().get(key))) {
                given.add(key);
            }
        });
        keys.sums().forEach((key, sum) -> {
            if (!sum.equals(mine.get(key))) {
                wanted.add(key);
            }
        });
        give(from, map, given);
        if (!wanted.isEmpty()) {
            tasks.add(new Answer(from, new Saying.Wants(map.name(), wanted)));
        }
    }

    private void give(String to, SharedMap<?> map, Set<String> keys) {
        Map<String, byte[]> values = new HashMap<>();
        keys.forEach(key -> values.put(key, map.bytes(key)));
        inPieces(map.name(), true, values).forEach(piece -> tasks.add(new Answer(to, piece)));
    }

    private void take(SharedMap<?> map, Saying.Values values) throws IOException {
        for (Map.Entry<String, byte[]> each : values.values().entrySet()) {
            Convergent<?> value = Encoding.decode(new DataInputStream(new ByteArrayInputStream(each.getValue())));
            if (map.take(each.getKey(), value)) {
                received.increment();
                if (values.isRepair()) {
                    repaired.increment();
                }
            }
        }
    }

    private void equal(String other, SharedMap<?> map) {
        Set<String> equal = equalMaps.computeIfAbsent(other, unknown -> ConcurrentHashMap.newKeySet());
        equal.add(map.name());
        if (equal.size() == maps.size()) {
            differsSinceNs.remove(other);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
