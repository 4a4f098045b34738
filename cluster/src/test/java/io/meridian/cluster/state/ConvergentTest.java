package io.meridian.cluster.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever nodes do, and in whatever order they hear of it: the laws that make values equal in the end. */
final class ConvergentTest {
    private static final List<String> NAMES = List.of("x", "y", "z");

    /** One node, and what it knows of one value of each kind. */
    private static final class Replica {
        private final Writer writer;
        private Latest latest = Latest.NONE;
        private LatestFields fields = LatestFields.NONE;
        private PnCounter counter = PnCounter.ZERO;
        private OrSet set = OrSet.EMPTY;

        Replica(String name) {
            writer = new Writer(name, InstantSource.fixed(Instant.EPOCH));
        }

        void change(RandomGenerator random) {
            String one = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(6)) {
                case 0 -> latest = new Latest(one, writer.stamp());
                case 1 -> latest = new Latest(null, writer.stamp());
                case 2 -> fields = fields.with(one, random.nextBoolean() ? "t" : null, writer.stamp());
                case 3 -> counter = counter.plus(random.nextInt(-5, 6), writer.name());
                case 4 -> set = set.plus(one, writer.name());
                default -> set = set.minus(one);
            }
        }

        void hear(Replica other) {
            latest = latest.merge(other.latest);
            fields = fields.merge(other.fields);
            counter = counter.merge(other.counter);
            set = set.merge(other.set);
        }

        List<Convergent<?>> values() {
            return List.of(latest, fields, counter, set);
        }
    }

    private static List<Replica> after(long seed, int steps) {
        RandomGenerator random = new java.util.SplittableRandom(seed);
        List<Replica> replicas = List.of(new Replica("a"), new Replica("b"), new Replica("c"));
        for (int i = 0; i < steps; i++) {
            Replica one = replicas.get(random.nextInt(3));
            if (random.nextInt(3) == 0) {
                one.hear(replicas.get(random.nextInt(3)));
            } else {
                one.change(random);
            }
        }
        return replicas;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Convergent<?> merged(Convergent some, Convergent other) {
        return some.merge(other);
    }

    @Property(tries = 2_000)
    void shouldObeyTheLaws(@ForAll long seed) {
        List<Replica> replicas = after(seed, 25);
        for (int kind = 0; kind < 4; kind++) {
            Convergent<?> a = replicas.get(0).values().get(kind);
            Convergent<?> b = replicas.get(1).values().get(kind);
            Convergent<?> c = replicas.get(2).values().get(kind);
            assertEquals(a, merged(a, a));
            assertEquals(merged(a, b), merged(b, a));
            assertEquals(merged(a, merged(b, c)), merged(merged(a, b), c));
            assertEquals(merged(a, b), merged(merged(a, b), b));
        }
    }

    @Property(tries = 2_000)
    void shouldBeTheSameBytesAndBackAgain(@ForAll long seed) throws IOException {
        Replica first = after(seed, 25).getFirst();
        for (Convergent<?> value : first.values()) {
            byte[] bytes = Encoding.encode(value);
            Convergent<?> back = Encoding.decode(new DataInputStream(new ByteArrayInputStream(bytes)));
            assertEquals(value, back);
            assertArrayEquals(bytes, Encoding.encode(back));
        }
    }

    /** What three nodes did alone is there once they have heard of each other. */
    @Property(tries = 500)
    void shouldCountWhatEachAddedAndTook(@ForAll long seed) {
        RandomGenerator random = new java.util.SplittableRandom(seed);
        List<Replica> replicas = List.of(new Replica("a"), new Replica("b"), new Replica("c"));
        long expected = 0;
        List<String> expectedElements = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Replica one = replicas.get(random.nextInt(3));
            int amount = random.nextInt(-9, 10);
            expected += amount;
            one.counter = one.counter.plus(amount, one.writer.name());
            one.set = one.set.plus("e" + i, one.writer.name());
            expectedElements.add("e" + i);
        }
        replicas.get(0).hear(replicas.get(2));
        replicas.get(0).hear(replicas.get(1));
        assertEquals(expected, replicas.getFirst().counter.value());
        assertEquals(Set.copyOf(expectedElements), replicas.getFirst().set.elements());
    }

    @Test
    void shouldKeepWhatWasAddedAgainWhileItWasRemovedElsewhere() {
        OrSet both = OrSet.EMPTY.plus("tag", "a");
        OrSet removed = both.minus("tag");
        OrSet added = both.plus("tag", "b");
        assertEquals(Set.of("tag"), removed.merge(added).elements());
        assertEquals(Set.of(), removed.merge(both).elements());
        assertEquals(Set.of(), both.merge(removed).elements());
    }

    @Test
    void shouldKeepFieldsOfBothSides() {
        Writer a = new Writer("a", InstantSource.fixed(Instant.EPOCH));
        Writer b = new Writer("b", InstantSource.fixed(Instant.EPOCH.plusMillis(1)));
        LatestFields one = LatestFields.NONE.with("x", "1", a.stamp()).with("y", "1", a.stamp());
        LatestFields other = LatestFields.NONE.with("x", "2", b.stamp()).with("z", "2", b.stamp());
        assertEquals(Map.of("x", "2", "y", "1", "z", "2"), one.merge(other).texts());
    }
}
