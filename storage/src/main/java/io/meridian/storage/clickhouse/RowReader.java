package io.meridian.storage.clickhouse;

import io.meridian.plugin.contract.value.Decimal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes rows out of an answer in {@code RowBinary} as the server sends them. Each row begins with {@link #ROW}: a server that fails in the middle of an
 * answer writes why where the next row would be, and that must not pass for one.
 */
final class RowReader {
    /** What a question selects first. */
    static final String ROW = "toUInt8(1)";

    private static final int MARK = 1;
    private static final int LONGEST_TEXT = 1 << 24;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int at;
    private int end;

    RowReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next row, if there is one. The one before must have been read whole. */
    boolean next() throws IOException {
        if (at == end && !fill()) {
            return false;
        }
        byte mark = bytes[at++];
        if (mark != MARK) {
            at--;
            fill();
            throw new IOException("the server broke off its answer: "
                    + new String(bytes, at, Math.min(end - at, 1_000), StandardCharsets.UTF_8).strip());
        }
        return true;
    }

    long int64() throws IOException {
        need(Long.BYTES);
        at += Long.BYTES;
        return (long) LONG.get(bytes, at - Long.BYTES);
    }

    int int32() throws IOException {
        need(Integer.BYTES);
        at += Integer.BYTES;
        return (int) INT.get(bytes, at - Integer.BYTES);
    }

    byte int8() throws IOException {
        need(1);
        return bytes[at++];
    }

    /** Of a column that may be absent: whether it is. Its value does not follow then. */
    boolean isTrue() throws IOException {
        return int8() != 0;
    }

    String text() throws IOException {
        int size = 0;
        int shift = 0;
        byte part;
        do {
            part = int8();
            size |= (part & 0x7F) << shift;
            shift += 7;
        } while (part < 0 && shift < 35);
        if (size < 0 || size > LONGEST_TEXT) {
            throw new IOException("the server's answer cannot be read: length=" + size);
        }
        need(size);
        at += size;
        return new String(bytes, at - size, size, StandardCharsets.UTF_8);
    }

    /** Two columns that may be absent: a mantissa and a scale. @return null when they are */
    Decimal number() throws IOException {
        if (isTrue()) {
            int8();
            return null;
        }
        long mantissa = int64();
        int8();
        return new Decimal(mantissa, int8());
    }

    /** Two columns that are never absent. */
    Decimal decimal() throws IOException {
        return new Decimal(int64(), int8());
    }

    private void need(int count) throws IOException {
        if (count > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * count);
        }
        while (end - at < count) {
            if (!fill()) {
                throw new EOFException("the server's answer ended in the middle of a row");
            }
        }
    }

    /** Has more bytes behind those that are left. */
    private boolean fill() throws IOException {
        System.arraycopy(bytes, at, bytes, 0, end - at);
        end -= at;
        at = 0;
        int count = in.read(bytes, end, bytes.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }
}
