package io.meridian.audit.record;

import io.meridian.bus.Message;
import java.util.List;
import org.agrona.collections.LongHashSet;

/** Which messages of the fast profile are acts of people: what is asked of a service that changes or gives out something, and its answer. */
final class ControlActs {
    static final List<String> PATTERNS = List.of("platform.control.**", "platform.reply.**");

    private static final String REPLIES = "platform.reply.";
    /** Only looks. */
    private static final List<String> LOOKS = List.of("platform.control.store.rows", "platform.control.store.contents");

    private static final int MOST_OPEN = 10_000;

    /** The correlation ids of what is not answered yet. */
    private final LongHashSet open = new LongHashSet();

    boolean isAct(Message message) {
        String topic = message.topic().name();
        if (topic.startsWith(REPLIES)) {
            return open.contains(message.correlation());
        }
        if (LOOKS.contains(topic)) {
            return false;
        }
        if (message.isRequest()) {
            if (open.size() >= MOST_OPEN) {
                open.clear();
            }
            open.add(message.correlation());
        }
        return true;
    }
}
