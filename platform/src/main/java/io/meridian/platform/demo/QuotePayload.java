package io.meridian.platform.demo;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a simulated quote: 24 bytes, little endian, schema {@link #SCHEMA}.
 *
 * <pre>
 *  0  int64  bid price, in ten-thousandths
 *  8  int64  ask price, in ten-thousandths
 * 16  int32  bid size
 * 20  int32  ask size
 * </pre>
 */
public final class QuotePayload {
    /** Number of the schema in the envelope. */
    public static final int SCHEMA = 9001;

    /** Bytes of a quote. */
    public static final int LENGTH = 24;

    /** Prices are counted in parts of this. */
    public static final int PRICE_SCALE = 10_000;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private QuotePayload() {}

    static void write(MutableDirectBuffer buffer, int offset, long bid, long ask, int bidSize, int askSize) {
        buffer.putLong(offset, bid, ORDER);
        buffer.putLong(offset + 8, ask, ORDER);
        buffer.putInt(offset + 16, bidSize, ORDER);
        buffer.putInt(offset + 20, askSize, ORDER);
    }

    /** The bid price in ten-thousandths. */
    public static long bid(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset, ORDER);
    }

    /** The ask price in ten-thousandths. */
    public static long ask(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + 8, ORDER);
    }
}
