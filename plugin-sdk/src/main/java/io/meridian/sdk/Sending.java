package io.meridian.sdk;

import org.agrona.concurrent.UnsafeBuffer;

/** Publishing that waits while the bus pushes back. */
final class Sending {
    private Sending() {}

    static long offer(PluginContext context, Publisher publisher, int schemaId, int version, byte[] payload) {
        UnsafeBuffer bytes = new UnsafeBuffer(payload);
        long result;
        do {
            result = publisher.offer(schemaId, version, bytes, 0, payload.length);
        } while (result == Publisher.BACK_PRESSURED && context.awaitRoom());
        return result;
    }

    static long claim(PluginContext context, Publisher publisher, int schemaId, int version, int length) {
        long result;
        do {
            result = publisher.claim(schemaId, version, length);
        } while (result == Publisher.BACK_PRESSURED && context.awaitRoom());
        return result;
    }
}
