package io.meridian.bus.topic;

import java.util.Comparator;

/**
 * A set of topics: a topic in which a segment may be {@code *}, exactly one segment, and the last may be
 * {@code **}, one or more segments. {@code platform.data.**} has {@code platform.data.quote} in it, and not
 * {@code platform.data}.
 *
 * <p>Immutable and safe to share. The limits of a {@link Topic} hold for a pattern's own text too, and every pattern
 * matches at least one topic.
 */
public final class TopicPattern {
    /**
     * Most specific first, for "the most specific wins". Position by position from the left, a literal goes
     * before {@code *}, and {@code *} before {@code **}; where one pattern ends, the longer goes first; what is
     * still equal is ordered by text. Two different patterns that match the same topic never need the text.
     */
    public static final Comparator<TopicPattern> MOST_SPECIFIC_FIRST = TopicPattern::compareSpecificity;

    private static final int CACHED = 1 << 11;
    private static final RecentNames<TopicPattern> RECENT = new RecentNames<>(new TopicPattern[CACHED]);

    private final String text;
    private final String[] texts;
    private final long[] keys;
    /** The segments before {@code **}. */
    private final int fixed;

    private final boolean rest;
    private final Topic topic;

    private TopicPattern(final String text) {
        final Segments segments = Segments.parse(text, true);
        this.text = text;
        texts = segments.texts();
        keys = segments.keys();
        rest = keys[keys.length - 1] == Segments.REST;
        fixed = rest ? keys.length - 1 : keys.length;
        boolean concrete = !rest;
        for (final long key : keys) {
            concrete &= key != Segments.ONE;
        }
        topic = concrete ? Topic.of(text) : null;
    }

    /**
     * The pattern of this text.
     *
     * @throws IllegalArgumentException if it is not a pattern; the message says what is wrong, where, and what is
     *     allowed
     */
    public static TopicPattern of(final String text) {
        if (text == null) {
            return new TopicPattern(null);
        }
        final int index = RECENT.index(text.hashCode());
        final TopicPattern first = RECENT.get(index);
        if (first != null && first.text.equals(text)) {
            return first;
        }
        final TopicPattern second = RECENT.get(index ^ 1);
        if (second != null && second.text.equals(text)) {
            return second;
        }
        final TopicPattern pattern = new TopicPattern(text);
        RECENT.put(index, pattern);
        return pattern;
    }

    /** The pattern that matches this topic alone. */
    public static TopicPattern of(final Topic topic) {
        return of(topic.name());
    }

    /** Whether the topic is in this set. Allocates nothing. */
    public boolean matches(final Topic candidate) {
        final int count = candidate.segments();
        if (rest ? count <= fixed : count != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            final long key = keys[i];
            if (key != Segments.ONE && !Segments.same(key, texts[i], candidate.key(i), candidate.segment(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether every topic the other pattern matches is matched by this one. Exact, with the limits on topics
     * taken into account: {@code **} after fifteen segments is as good as {@code *}.
     */
    public boolean covers(final TopicPattern other) {
        final int fewest = other.fewestSegments();
        if (rest ? fewest <= fixed : fewest != fixed || other.mostSegments() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (keys[i] != Segments.ONE && !sameLiteral(i, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some topic is matched by both. Exact, with the limits on topics taken into account. */
    public boolean intersects(final TopicPattern other) {
        // The shortest candidate decides: more segments never make a topic easier to fit.
        final int count = Math.max(fewestSegments(), other.fewestSegments());
        if (!rest && count != fixed || !other.rest && count != other.fixed) {
            return false;
        }
        int length = count - 1;
        for (int i = 0; i < count; i++) {
            final boolean literal = isLiteral(i);
            if (literal && other.isLiteral(i) && !sameLiteral(i, other)) {
                return false;
            }
            length += literal ? texts[i].length() : other.isLiteral(i) ? other.texts[i].length() : 1;
        }
        return length <= Topic.MAX_LENGTH;
    }

    /** Whether there is no wildcard in it, so that it matches one topic. */
    public boolean isConcrete() {
        return topic != null;
    }

    /**
     * The one topic a concrete pattern matches.
     *
     * @throws IllegalStateException if the pattern has a wildcard
     */
    public Topic topic() {
        if (topic == null) {
            throw new IllegalStateException("pattern=" + text + " has a wildcard, so it is not one topic");
        }
        return topic;
    }

    /** The text the pattern was made from. */
    public String text() {
        return text;
    }

    /** The number of segments written in the text, wildcards included. */
    public int segments() {
        return keys.length;
    }

    /** The segment at this place, counted from zero; it may be {@code *} or {@code **}. */
    public String segment(final int index) {
        return texts[index];
    }

    /** Whether the last segment is {@code **}. */
    public boolean endsWithRest() {
        return rest;
    }

    long key(final int index) {
        return keys[index];
    }

    @Override
    public boolean equals(final Object other) {
        return this == other || other instanceof TopicPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private int fewestSegments() {
        return rest ? fixed + 1 : fixed;
    }

    private int mostSegments() {
        if (!rest) {
            return fixed;
        }
        int shortest = 0;
        for (int i = 0; i < fixed; i++) {
            shortest += (isLiteral(i) ? texts[i].length() : 1) + 1;
        }
        // Each further segment takes a character and, but for the last, a dot.
        return Math.min(Topic.MAX_SEGMENTS, fixed + (Topic.MAX_LENGTH - shortest + 1) / 2);
    }

    private boolean isLiteral(final int index) {
        return index < fixed && keys[index] != Segments.ONE;
    }

    private boolean sameLiteral(final int index, final TopicPattern other) {
        return index < other.fixed && Segments.same(keys[index], texts[index], other.keys[index], other.texts[index]);
    }

    private static int compareSpecificity(final TopicPattern left, final TopicPattern right) {
        final int shared = Math.min(left.segments(), right.segments());
        for (int i = 0; i < shared; i++) {
            final int order = Integer.compare(left.rank(i), right.rank(i));
            if (order != 0) {
                return order;
            }
        }
        final int byLength = Integer.compare(right.segments(), left.segments());
        return byLength != 0 ? byLength : left.text.compareTo(right.text);
    }

    private int rank(final int index) {
        final long key = keys[index];
        return key == Segments.ONE ? 1 : key == Segments.REST ? 2 : 0;
    }
}
