package io.meridian.bus.nats;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;

/**
 * Finds the topic a message was received under. The recent subjects are kept in a table of fixed size, so a known one costs
 * a look-up and no garbage. Belongs to one thread.
 */
final class ReceivedTopics {
    private static final int SLOTS = 1 << 10;

    private final int prefixLength;
    private final Topic only;
    private final String[] subjects;
    private final Topic[] topics;

    ReceivedTopics(String prefix, TopicPattern pattern) {
        prefixLength = prefix.length();
        only = pattern.isConcrete() ? pattern.topic() : null;
        subjects = only == null ? new String[SLOTS] : null;
        topics = only == null ? new Topic[SLOTS] : null;
    }

    /** The topic of this subject, or null when no publisher of ours can have used it. */
    Topic find(String subject) {
        if (only != null) {
            return only;
        }
        int hash = subject.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        if (subject.equals(subjects[slot])) {
            return topics[slot];
        }
        Topic topic = parse(subject);
        subjects[slot] = subject;
        topics[slot] = topic;
        return topic;
    }

    private Topic parse(String subject) {
        try {
            return Topic.of(subject.substring(prefixLength));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }
}
