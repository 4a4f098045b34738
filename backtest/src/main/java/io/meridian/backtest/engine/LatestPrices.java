package io.meridian.backtest.engine;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The last message of each topic of prices, until the kernel needs them: before it decides something. */
final class LatestPrices {
    private Latest[] byTopic = new Latest[64];
    private Latest[] changed = new Latest[64];
    private int changes;

    /** Takes a message. */
    @FunctionalInterface
    interface Taker {
        void take(LocalTopic topic, DirectBuffer buffer, int offset, int length);
    }

    private static final class Latest {
        final LocalTopic topic;
        final UnsafeBuffer bytes;
        int length;
        boolean isNew;

        Latest(LocalTopic topic, int length) {
            this.topic = topic;
            bytes = new UnsafeBuffer(new byte[length]);
        }
    }

    void heard(LocalTopic topic, DirectBuffer buffer, int offset, int length) {
        if (topic.number >= byTopic.length) {
            byTopic = Arrays.copyOf(byTopic, Math.max(topic.number + 1, 2 * byTopic.length));
        }
        Latest latest = byTopic[topic.number];
        if (latest == null || latest.bytes.capacity() < length) {
            latest = replace(topic, length, latest != null && latest.isNew);
        }
        latest.bytes.putBytes(0, buffer, offset, length);
        latest.length = length;
        if (!latest.isNew) {
            latest.isNew = true;
            if (changes == changed.length) {
                changed = Arrays.copyOf(changed, 2 * changes);
            }
            changed[changes++] = latest;
        }
    }

    private Latest replace(LocalTopic topic, int length, boolean wasNew) {
        Latest larger = new Latest(topic, length);
        if (wasNew) {
            for (int i = 0; i < changes; i++) {
                changed[i] = changed[i] == byTopic[topic.number] ? larger : changed[i];
            }
            larger.isNew = true;
        }
        byTopic[topic.number] = larger;
        return larger;
    }

    /** Hands on what is new, in the order in which it changed first. */
    void pass(Taker taker) {
        for (int i = 0; i < changes; i++) {
            Latest latest = changed[i];
            latest.isNew = false;
            taker.take(latest.topic, latest.bytes, 0, latest.length);
        }
        changes = 0;
    }
}
