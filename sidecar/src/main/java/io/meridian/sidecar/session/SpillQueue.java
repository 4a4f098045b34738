package io.meridian.sidecar.session;

import java.util.ArrayDeque;
import org.agrona.ExpandableArrayBuffer;

/** Messages that wait until the plugin has room, with their bytes. What was used once is used again. */
final class SpillQueue {
    private final ArrayDeque<Delivered> waiting = new ArrayDeque<>();
    private final ArrayDeque<Delivered> free = new ArrayDeque<>();

    int size() {
        return waiting.size();
    }

    void add(Delivered message) {
        Delivered kept = free.isEmpty() ? new Delivered() : free.pop();
        kept.copy(message);
        ExpandableArrayBuffer bytes =
                kept.payload instanceof ExpandableArrayBuffer own ? own : new ExpandableArrayBuffer(256);
        bytes.putBytes(0, message.payload, message.offset, message.length);
        kept.payload = bytes;
        kept.offset = 0;
        waiting.add(kept);
    }

    Delivered peek() {
        return waiting.peek();
    }

    void remove() {
        free.push(waiting.poll());
    }

    void clear() {
        waiting.clear();
        free.clear();
    }
}
