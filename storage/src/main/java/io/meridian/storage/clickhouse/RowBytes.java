package io.meridian.storage.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows as {@code RowBinary}, the form that the server takes with the least work: no number becomes a text. Filled, sent, cleared and filled again. */
final class RowBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private byte[] bytes = new byte[1 << 12];
    private int length;
    private int rows;

    void clear() {
        length = 0;
        rows = 0;
    }

    /** Ends a row. */
    void endRow() {
        rows++;
    }

    int rows() {
        return rows;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    RowBytes int64(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    RowBytes int32(int value) {
        ensure(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    RowBytes int8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Of two columns that may be absent. */
    RowBytes number(long mantissa, int scale) {
        return int8(0).int64(mantissa).int8(0).int8(scale);
    }

    /** The same, when it is. */
    RowBytes noNumber() {
        return int8(1).int8(1);
    }

    RowBytes text(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        int size = text.length;
        ensure(size + 5);
        // Seven bits at a time, the lowest first.
        while (size > 0x7F) {
            bytes[length++] = (byte) (size | 0x80);
            size >>>= 7;
        }
        bytes[length++] = (byte) size;
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
