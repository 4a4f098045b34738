package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookSnapshotDecoder.BidsDecoder;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.GroupSizeEncodingDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** One side of an order book, the best level first, read in place: valid as long as its event. */
public final class BookLevels {
    private final GroupSizeEncodingDecoder header = new GroupSizeEncodingDecoder();
    private final DecimalDecoder decimal = new DecimalDecoder();
    private DirectBuffer buffer;
    private int begin;
    private int entryLength;
    private int count;

    BookLevels() {}

    /**
     * Looks at the group that begins here.
     *
     * @return where it ends
     * @throws IllegalArgumentException when it says that it goes on after the end of its message
     */
    int wrap(DirectBuffer source, int offset, int end) {
        if (offset + BidsDecoder.HEADER_SIZE > end) {
            throw new IllegalArgumentException("book is cut off: offset=" + offset + " end=" + end);
        }
        header.wrap(source, offset);
        buffer = source;
        begin = offset + BidsDecoder.HEADER_SIZE;
        entryLength = header.blockLength();
        count = header.numInGroup();
        if (entryLength < BidsDecoder.sbeBlockLength() || (end - begin) / entryLength < count) {
            throw new IllegalArgumentException("book is cut off: levels=" + count + " bytes=" + (end - begin));
        }
        return begin + count * entryLength;
    }

    /** How many levels there are. */
    public int count() {
        return count;
    }

    /** @param level from 0, the best; NaN when the book is not that deep */
    public double price(int level) {
        return number(level, BidsDecoder.priceEncodingOffset());
    }

    /** @param level from 0, the best; NaN when the book is not that deep */
    public double size(int level) {
        return number(level, BidsDecoder.sizeEncodingOffset());
    }

    /** How many orders make up a level; 0 when it is not known, or the book is not that deep. */
    public long orders(int level) {
        return isThere(level)
                ? buffer.getInt(at(level) + BidsDecoder.ordersEncodingOffset(), ByteOrder.LITTLE_ENDIAN) & 0xffff_ffffL
                : 0;
    }

    private double number(int level, int field) {
        return isThere(level) ? Event.number(decimal.wrap(buffer, at(level) + field)) : Double.NaN;
    }

    private boolean isThere(int level) {
        if (level < 0) {
            throw new IndexOutOfBoundsException("level=" + level + "; the best is 0");
        }
        return level < count;
    }

    private int at(int level) {
        return begin + level * entryLength;
    }
}
