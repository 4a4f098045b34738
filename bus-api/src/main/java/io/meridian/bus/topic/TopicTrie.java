package io.meridian.bus.topic;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Values filed under topic patterns, found by topic: the one matcher for subscriptions, grants and routes.
 *
 * <p>The cost of a match depends on the segments of the topic and on what matches, not on the number of patterns. A
 * match allocates nothing. A pattern may carry several values, also equal ones.
 *
 * <p>Not safe for use by several threads while one of them changes it. Once filled and published safely (a final or
 * volatile field), any number of threads may match. Do not change it from within a visitor.
 */
public final class TopicTrie<V> {
    private static final int LEAST_SLOTS = 16;

    private final Node root = new Node(null, 0, null, 0);
    // All literal children of all nodes share one table, linear probing, at most a quarter full. A node is its own
    // entry: a hit costs one read of the table and one of the node that is needed anyway.
    private Node[] table = new Node[LEAST_SLOTS];
    private int tabled;
    private int size;
    private long nextSalt = 1;

    /** Called for each value found. The context is what the caller passed, so that the visitor need not capture it. */
    @FunctionalInterface
    public interface Visitor<V, C> {
        /** One value whose pattern matches the topic. */
        void onMatch(V value, C context);
    }

    private static final class Node {
        final Node parent;
        final long key;
        /** The literal segment; null in the root and under a star. */
        final String text;
        /** Tells this node's children from those of others in the shared table. */
        final long salt;

        Node star;
        int literals;
        Object[] values;
        Object[] restValues;

        Node(final Node parent, final long key, final String text, final long salt) {
            this.parent = parent;
            this.key = key;
            this.text = text;
            this.salt = salt;
        }

        boolean isUnused() {
            return literals == 0 && star == null && values == null && restValues == null;
        }
    }

    /** Files a value under a pattern. */
    public void add(final TopicPattern pattern, final V value) {
        Objects.requireNonNull(value, "value");
        final boolean rest = pattern.endsWithRest();
        final int fixed = rest ? pattern.segments() - 1 : pattern.segments();
        Node node = root;
        for (int i = 0; i < fixed; i++) {
            node = childFor(node, pattern.key(i), pattern.segment(i));
        }
        if (rest) {
            node.restValues = append(node.restValues, value);
        } else {
            node.values = append(node.values, value);
        }
        size++;
    }

    /**
     * Takes out one value equal to this one from exactly this pattern.
     *
     * @return whether there was one
     */
    public boolean remove(final TopicPattern pattern, final V value) {
        final boolean rest = pattern.endsWithRest();
        final int fixed = rest ? pattern.segments() - 1 : pattern.segments();
        Node node = root;
        for (int i = 0; i < fixed && node != null; i++) {
            final long key = pattern.key(i);
            node = key == Segments.ONE ? node.star : literal(node, key, pattern.segment(i));
        }
        if (node == null) {
            return false;
        }
        final Object[] old = rest ? node.restValues : node.values;
        final int index = indexOf(old, value);
        if (index < 0) {
            return false;
        }
        if (rest) {
            node.restValues = without(old, index);
        } else {
            node.values = without(old, index);
        }
        size--;
        prune(node);
        return true;
    }

    /** Visits the values of all patterns that match, most specific pattern first, and in the order they were added. */
    public void forEachMatch(final Topic topic, final Consumer<? super V> consumer) {
        forEachMatch(topic, consumer, TopicTrie::accept);
    }

    /** As {@link #forEachMatch(Topic, Consumer)}, with a context for the visitor. */
    public <C> void forEachMatch(final Topic topic, final C context, final Visitor<? super V, ? super C> visitor) {
        visit(root, topic, 0, context, visitor);
    }

    /** The first value of the most specific pattern that matches, or null if none does. */
    public V mostSpecific(final Topic topic) {
        return firstMatch(root, topic, 0);
    }

    /** Whether any pattern matches. */
    public boolean hasMatch(final Topic topic) {
        return mostSpecific(topic) != null;
    }

    /** Whether nothing is filed. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The number of values filed. */
    public int size() {
        return size;
    }

    private static <V> void accept(final V value, final Consumer<? super V> consumer) {
        consumer.accept(value);
    }

    private <C> void visit(
            final Node node,
            final Topic topic,
            final int depth,
            final C context,
            final Visitor<? super V, ? super C> visitor) {
        if (depth == topic.segments()) {
            emit(node.values, context, visitor);
            return;
        }
        if (node.literals > 0) {
            final Node next = literal(node, topic, depth);
            if (next != null) {
                visit(next, topic, depth + 1, context, visitor);
            }
        }
        if (node.star != null) {
            visit(node.star, topic, depth + 1, context, visitor);
        }
        emit(node.restValues, context, visitor);
    }

    @SuppressWarnings("unchecked")
    private <C> void emit(final Object[] values, final C context, final Visitor<? super V, ? super C> visitor) {
        if (values != null) {
            for (final Object value : values) {
                visitor.onMatch((V) value, context);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private V firstMatch(final Node node, final Topic topic, final int depth) {
        if (depth == topic.segments()) {
            return node.values == null ? null : (V) node.values[0];
        }
        if (node.literals > 0) {
            final Node next = literal(node, topic, depth);
            final V found = next == null ? null : firstMatch(next, topic, depth + 1);
            if (found != null) {
                return found;
            }
        }
        if (node.star != null) {
            final V found = firstMatch(node.star, topic, depth + 1);
            if (found != null) {
                return found;
            }
        }
        return node.restValues == null ? null : (V) node.restValues[0];
    }

    /** The child for a topic's segment. Its text is read only if the key alone cannot decide: it is seldom in cache. */
    private Node literal(final Node parent, final Topic topic, final int depth) {
        final long key = topic.key(depth);
        if (key < 0) {
            return literal(parent, key, topic.segment(depth));
        }
        final Node[] slots = table;
        final int mask = slots.length - 1;
        for (int i = home(parent, key) & mask; ; i = i + 1 & mask) {
            final Node node = slots[i];
            if (node == null || node.key == key && node.parent == parent) {
                return node;
            }
        }
    }

    private Node literal(final Node parent, final long key, final String text) {
        final Node[] slots = table;
        final int mask = slots.length - 1;
        for (int i = home(parent, key) & mask; ; i = i + 1 & mask) {
            final Node node = slots[i];
            if (node == null || node.key == key && node.parent == parent && (key > 0 || node.text.equals(text))) {
                return node;
            }
        }
    }

    private static int home(final Node parent, final long key) {
        final long mixed = (key ^ parent.salt) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L >>> 32);
    }

    private Node childFor(final Node parent, final long key, final String text) {
        if (key == Segments.ONE) {
            if (parent.star == null) {
                parent.star = newNode(parent, key, null);
            }
            return parent.star;
        }
        final Node found = literal(parent, key, text);
        if (found != null) {
            return found;
        }
        final Node node = newNode(parent, key, text);
        parent.literals++;
        if (++tabled > table.length >> 2) {
            grow();
        }
        place(table, node);
        return node;
    }

    private Node newNode(final Node parent, final long key, final String text) {
        // An odd multiplier makes the salts of successive nodes differ in their high bits too.
        return new Node(parent, key, text, nextSalt++ * 0xC2B2AE3D27D4EB4FL);
    }

    private void grow() {
        final Node[] larger = new Node[table.length << 1];
        for (final Node node : table) {
            if (node != null) {
                place(larger, node);
            }
        }
        table = larger;
    }

    private static void place(final Node[] slots, final Node node) {
        final int mask = slots.length - 1;
        int i = home(node.parent, node.key) & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = node;
    }

    private void prune(final Node emptied) {
        Node node = emptied;
        while (node.parent != null && node.isUnused()) {
            final Node parent = node.parent;
            if (node.text == null) {
                parent.star = null;
            } else {
                parent.literals--;
                displace(node);
            }
            node = parent;
        }
    }

    /** Takes a node out of the table and closes the hole, so that no probe ends early. */
    private void displace(final Node node) {
        final Node[] slots = table;
        final int mask = slots.length - 1;
        int hole = home(node.parent, node.key) & mask;
        while (slots[hole] != node) {
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; slots[i] != null; i = i + 1 & mask) {
            final int distance = i - (home(slots[i].parent, slots[i].key) & mask) & mask;
            if (distance >= (i - hole & mask)) {
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = null;
        tabled--;
    }

    private static Object[] append(final Object[] values, final Object value) {
        final Object[] longer = values == null ? new Object[1] : Arrays.copyOf(values, values.length + 1);
        longer[longer.length - 1] = value;
        return longer;
    }

    private static int indexOf(final Object[] values, final Object value) {
        for (int i = 0; values != null && i < values.length; i++) {
            if (values[i].equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static Object[] without(final Object[] values, final int index) {
        if (values.length == 1) {
            return null;
        }
        final Object[] shorter = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }
}
