package io.meridian.platform.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The last message of each topic of market data, until it is handed on: a kernel needs the price, not every tick. */
final class Prices {
    private static final int HEADER_AND_TIMES = 8 + 16;

    private final Map<String, Latest> byTopic = new LinkedHashMap<>();
    private long passedAtNs = Long.MIN_VALUE;

    /** Takes a message that is due. */
    @FunctionalInterface
    interface Taker {
        void take(String topic, DirectBuffer buffer, int offset, int length);
    }

    private static final class Latest {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(256);
        int length;
        boolean isNew;
    }

    void add(String topic, DirectBuffer buffer, int offset, int length) {
        Latest latest = byTopic.get(topic);
        if (latest == null) {
            latest = new Latest();
            byTopic.put(topic, latest);
        }
        latest.bytes.putBytes(0, buffer, offset, length);
        latest.length = length;
        latest.isNew = true;
    }

    /** Whether a message differs from the last one of its topic in more than its times: instruments are told again and again. */
    boolean isChanged(String topic, DirectBuffer buffer, int offset, int length) {
        Latest latest = byTopic.computeIfAbsent(topic, any -> new Latest());
        int rest = Math.min(length, HEADER_AND_TIMES);
        boolean same = latest.length == length;
        for (int i = rest; same && i < length; i++) {
            same = latest.bytes.getByte(i) == buffer.getByte(offset + i);
        }
        latest.bytes.putBytes(0, buffer, offset, length);
        latest.length = length;
        return !same;
    }

    /** Hands on what is new, once the interval is over. */
    int pass(long nowNs, long intervalNs, Taker taker) {
        if (passedAtNs != Long.MIN_VALUE && nowNs - passedAtNs < intervalNs) {
            return 0;
        }
        passedAtNs = nowNs;
        int passed = 0;
        for (Map.Entry<String, Latest> entry : byTopic.entrySet()) {
            Latest latest = entry.getValue();
            if (latest.isNew) {
                latest.isNew = false;
                taker.take(entry.getKey(), latest.bytes, 0, latest.length);
                passed++;
            }
        }
        return passed;
    }
}
