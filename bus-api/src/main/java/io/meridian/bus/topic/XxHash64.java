package io.meridian.bus.topic;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The published xxHash64 function with seed 0, over bytes or over ASCII characters, without allocation.
 *
 * <p>The values are part of the wire format of the bus: never change them.
 */
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    static long hash(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int index = offset;
        long hash = PRIME_5;
        if (length >= 32) {
            long a = PRIME_1 + PRIME_2;
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; index <= end - 32; index += 32) {
                a = round(a, lane(buffer, index));
                b = round(b, lane(buffer, index + 8));
                c = round(c, lane(buffer, index + 16));
                d = round(d, lane(buffer, index + 24));
            }
            hash = join(a, b, c, d);
        }
        hash += length;
        for (; index <= end - 8; index += 8) {
            hash = mixLong(hash, lane(buffer, index));
        }
        if (index <= end - 4) {
            hash = mixInt(hash, buffer.getInt(index, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL);
            index += 4;
        }
        for (; index < end; index++) {
            hash = mixByte(hash, buffer.getByte(index) & 0xFF);
        }
        return finish(hash);
    }

    static long hash(final CharSequence text) {
        final int end = text.length();
        int index = 0;
        long hash = PRIME_5;
        if (end >= 32) {
            long a = PRIME_1 + PRIME_2;
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; index <= end - 32; index += 32) {
                a = round(a, lane(text, index, 8));
                b = round(b, lane(text, index + 8, 8));
                c = round(c, lane(text, index + 16, 8));
                d = round(d, lane(text, index + 24, 8));
            }
            hash = join(a, b, c, d);
        }
        hash += end;
        for (; index <= end - 8; index += 8) {
            hash = mixLong(hash, lane(text, index, 8));
        }
        if (index <= end - 4) {
            hash = mixInt(hash, lane(text, index, 4));
            index += 4;
        }
        for (; index < end; index++) {
            hash = mixByte(hash, lane(text, index, 1));
        }
        return finish(hash);
    }

    private static long lane(final DirectBuffer buffer, final int index) {
        return buffer.getLong(index, ByteOrder.LITTLE_ENDIAN);
    }

    private static long lane(final CharSequence text, final int index, final int count) {
        long lane = 0;
        for (int i = 0; i < count; i++) {
            final char c = text.charAt(index + i);
            if (c > 0x7F) {
                throw new IllegalArgumentException("only ASCII can be hashed: character=U+"
                        + String.format("%04X", (int) c) + " at character " + (index + i + 1));
            }
            lane |= (long) c << (i << 3);
        }
        return lane;
    }

    private static long round(final long accumulator, final long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long join(final long a, final long b, final long c, final long d) {
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        hash = (hash ^ round(0, a)) * PRIME_1 + PRIME_4;
        hash = (hash ^ round(0, b)) * PRIME_1 + PRIME_4;
        hash = (hash ^ round(0, c)) * PRIME_1 + PRIME_4;
        return (hash ^ round(0, d)) * PRIME_1 + PRIME_4;
    }

    private static long mixLong(final long hash, final long lane) {
        return Long.rotateLeft(hash ^ round(0, lane), 27) * PRIME_1 + PRIME_4;
    }

    private static long mixInt(final long hash, final long unsignedInt) {
        return Long.rotateLeft(hash ^ unsignedInt * PRIME_1, 23) * PRIME_2 + PRIME_3;
    }

    private static long mixByte(final long hash, final long unsignedByte) {
        return Long.rotateLeft(hash ^ unsignedByte * PRIME_5, 11) * PRIME_1;
    }

    private static long finish(final long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
