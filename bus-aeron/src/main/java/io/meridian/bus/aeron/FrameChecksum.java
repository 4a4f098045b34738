package io.meridian.bus.aeron;

import io.aeron.archive.checksum.Checksum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The checksum the archive writes beside each frame. With it the archive of a killed process knows its last whole
 * frame; without it, it refuses to start when that frame crosses a page. Part of the format of recordings: never
 * change it.
 */
@SuppressWarnings("restricted")
public final class FrameChecksum implements Checksum {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    /** Called by the archive, by name. */
    public FrameChecksum() {}

    @Override
    public int compute(long address, int offset, int length) {
        long at = address + offset;
        long end = at + length;
        long sum = length * FACTOR;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            sum = Long.rotateLeft(sum ^ MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, at), 29) * FACTOR;
        }
        for (; at < end; at++) {
            sum = Long.rotateLeft(sum ^ MEMORY.get(ValueLayout.JAVA_BYTE, at), 29) * FACTOR;
        }
        sum ^= sum >>> 32;
        return (int) (sum * FACTOR >>> 32);
    }
}
