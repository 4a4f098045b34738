package io.meridian.sdk;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** For roles: encodes what has no fixed length aside, and publishes it. One for each plugin. */
final class Encoding {
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(1024);

    MutableDirectBuffer scratch() {
        return scratch;
    }

    /** Publishes what was written from 0 on, and waits while the bus pushes back. */
    long publish(PluginContext context, String topic, int template, int version, int length) {
        Publisher publisher = context.publisher(topic);
        long result;
        do {
            result = publisher.offer(template, version, scratch, 0, length);
        } while (result == Publisher.BACK_PRESSURED && context.awaitRoom());
        return result;
    }

    /** As the other, and says when what it tells of happened. */
    long publish(PluginContext context, String topic, int template, int version, int length, long timeNs) {
        Publisher publisher = context.publisher(topic);
        long tag = Sending.claim(context, publisher, template, version, length);
        if (tag > 0) {
            publisher.eventTime(timeNs);
            publisher.buffer().putBytes(publisher.offset(), scratch, 0, length);
            publisher.commit();
        }
        return tag;
    }
}
