package io.meridian.cluster.state;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** A network in one process, which loses and delays messages, so that they also overtake each other, and can be cut in two. */
final class PlayedNetwork implements AutoCloseable {
    private final double loss;
    private final int longestDelayMs;
    private final Map<String, End> ends = new TreeMap<>();
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService delays = Executors.newScheduledThreadPool(2);
    final LongAdder bytes = new LongAdder();

    PlayedNetwork(double loss, int longestDelayMs) {
        this.loss = loss;
        this.longestDelayMs = longestDelayMs;
    }

    Wire end(String name) {
        End end = new End(name);
        ends.put(name, end);
        return end;
    }

    /** These reach each other alone, and the others do as well. */
    void cut(Set<String> names) {
        cutOff.addAll(names);
    }

    void heal() {
        cutOff.clear();
    }

    @Override
    public void close() {
        delays.shutdownNow();
    }

    private final class End implements Wire {
        private final String name;
        private volatile BiConsumer<String, byte[]> ear = (from, message) -> {};

        End(String name) {
            this.name = name;
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public Set<String> others() {
            Set<String> others = new HashSet<>(ends.keySet());
            others.removeIf(other -> other.equals(name) || cutOff.contains(other) != cutOff.contains(name));
            return others;
        }

        @Override
        public void send(String to, byte[] message) {
            for (String other : to == null ? others() : Set.of(to)) {
                bytes.add(message.length);
                if (ThreadLocalRandom.current().nextDouble() >= loss) {
                    delays.schedule(
                            () -> deliver(other, message),
                            ThreadLocalRandom.current().nextInt(longestDelayMs + 1),
                            TimeUnit.MILLISECONDS);
                }
            }
        }

        private void deliver(String to, byte[] message) {
            if (cutOff.contains(to) == cutOff.contains(name)) {
                ends.get(to).ear.accept(name, message);
            }
        }

        @Override
        public void listen(BiConsumer<String, byte[]> ear) {
            this.ear = ear;
        }
    }
}
