package io.meridian.sidecar.session;

/** The durable messages that wait to be stored, in the order of their tags. Grows as needed, then allocates no more. */
final class StoredTags {
    private long[] tags = new long[256];
    private long[] sequences = new long[256];
    private PublishTopic[] topics = new PublishTopic[256];
    private long head;
    private long tail;

    void add(long tag, PublishTopic topic, long sequence) {
        if (tail - head == tags.length) {
            grow();
        }
        int at = (int) tail & tags.length - 1;
        tags[at] = tag;
        sequences[at] = sequence;
        topics[at] = topic;
        tail++;
    }

    private void grow() {
        int length = tags.length;
        long[] newTags = new long[length * 2];
        long[] newSequences = new long[length * 2];
        PublishTopic[] newTopics = new PublishTopic[length * 2];
        for (long i = head; i < tail; i++) {
            int from = (int) i & length - 1;
            int to = (int) i & length * 2 - 1;
            newTags[to] = tags[from];
            newSequences[to] = sequences[from];
            newTopics[to] = topics[from];
        }
        tags = newTags;
        sequences = newSequences;
        topics = newTopics;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** Names what was added by now, for {@link #isStored}. */
    long mark() {
        return tail;
    }

    /** Whether all is stored that was added before the mark, as of the last {@link #stored}. */
    boolean isStored(long mark) {
        return head >= mark;
    }

    /** The tag of the last message up to which all are stored now, or {@code none}. */
    long stored(long none) {
        long last = none;
        PublishTopic asked = null;
        long confirmed = 0;
        while (head < tail) {
            int at = (int) head & tags.length - 1;
            PublishTopic topic = topics[at];
            if (topic != asked) {
                asked = topic;
                confirmed = topic.publisher == null ? 0 : topic.publisher.confirmed();
            }
            if (confirmed < sequences[at]) {
                break;
            }
            last = tags[at];
            head++;
        }
        return last;
    }

    void clear() {
        head = tail;
    }
}
