package io.meridian.audit.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a sidecar reports of the messages that it handed to its plugin: for each its source (4 bytes), the hash of its topic, its sequence and the
 * time, epoch ns (8 bytes each, little endian), one after the other.
 */
public final class DeliveryReport {
    /** Where reports are published. */
    public static final String PATTERN = "platform.audit.delivered.*";

    private static final int ENTRY = 28;

    private DeliveryReport() {}

    /** Hears of the entries. */
    @FunctionalInterface
    public interface Reader {
        void onDelivered(int source, long topicHash, long sequence, long deliveredNs);
    }

    /** Reads all whole entries. */
    public static void read(byte[] report, Reader reader) {
        ByteBuffer bytes = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= ENTRY) {
            reader.onDelivered(bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }
}
