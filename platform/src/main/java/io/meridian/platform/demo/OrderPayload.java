package io.meridian.platform.demo;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a simulated order event: 40 bytes, little endian, schema {@link #SCHEMA}. It also tells how the bus
 * acknowledges its publisher, which nobody else can see.
 *
 * <pre>
 *  0  int64  order number
 *  8  int64  price, in ten-thousandths
 * 16  int32  quantity, negative to sell
 * 20  int32  order events of this publisher not yet confirmed, this one left out
 * 24  int64  nanoseconds until the last confirmed one was confirmed, 0 before the first
 * 32  int64  order events of this publisher confirmed so far
 * </pre>
 */
public final class OrderPayload {
    /** Number of the schema in the envelope. */
    public static final int SCHEMA = 9002;

    /** Bytes of an order event. */
    public static final int LENGTH = 40;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private OrderPayload() {}

    static void write(
            MutableDirectBuffer buffer,
            long number,
            long price,
            int quantity,
            int unconfirmed,
            long confirmNs,
            long confirmed) {
        buffer.putLong(0, number, ORDER);
        buffer.putLong(8, price, ORDER);
        buffer.putInt(16, quantity, ORDER);
        buffer.putInt(20, unconfirmed, ORDER);
        buffer.putLong(24, confirmNs, ORDER);
        buffer.putLong(32, confirmed, ORDER);
    }

    /** How many order events of the publisher were not yet confirmed. */
    public static int unconfirmed(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + 20, ORDER);
    }

    /** How long the last confirmation took. */
    public static long confirmNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + 24, ORDER);
    }
}
