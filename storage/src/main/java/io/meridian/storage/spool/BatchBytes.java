package io.meridian.storage.spool;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.RowDecoder;
import io.meridian.marketfiles.RowEncoder;
import io.meridian.storage.RowBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A batch as bytes: of each row its source, its sequence, and the message of the trading schema that says the same, digit for digit. For one thread at a
 * time.
 */
final class BatchBytes {
    private static final int HEAD = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final RowEncoder encoder = new RowEncoder();
    private final RowDecoder decoder = new RowDecoder();
    private final UnsafeBuffer reading = new UnsafeBuffer(0, 0);
    private ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 16);
    private int length;

    /** Which rows are taken. */
    interface Filter {
        boolean takes(DataKind kind, String venue, String symbol, int source, long sequence);
    }

    /** Good until the next one. */
    ByteBuffer write(RowBatch batch) {
        length = 0;
        for (DataKind kind : DataKind.values()) {
            RowBatch.Part part = batch.of(kind);
            for (int i = 0; i < part.size(); i++) {
                buffer.putInt(length, part.source(i), ByteOrder.LITTLE_ENDIAN);
                buffer.putLong(length + Integer.BYTES, part.sequence(i), ByteOrder.LITTLE_ENDIAN);
                int size = encoder.encode(part.row(i), 0, buffer, length + HEAD);
                buffer.putInt(length + HEAD - Integer.BYTES, size, ByteOrder.LITTLE_ENDIAN);
                length += HEAD + size;
            }
        }
        return ByteBuffer.wrap(buffer.byteArray(), 0, length);
    }

    /**
     * Adds the rows to a batch.
     *
     * @throws MarketDataException when they are none
     */
    void read(byte[] bytes, RowBatch into, Filter filter) {
        reading.wrap(bytes);
        int at = 0;
        while (at < bytes.length) {
            if (bytes.length - at < HEAD) {
                throw new MarketDataException("a row is cut short");
            }
            int source = reading.getInt(at, ByteOrder.LITTLE_ENDIAN);
            long sequence = reading.getLong(at + Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
            int size = reading.getInt(at + HEAD - Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
            at += HEAD;
            if (size < 0 || size > bytes.length - at) {
                throw new MarketDataException("a row is cut short");
            }
            DataKind kind = decoder.kind(reading, at, size);
            if (kind == null) {
                throw new MarketDataException("an instrument is no row");
            }
            var row = into.next(kind);
            decoder.decode(reading, at, size, row);
            if (filter.takes(kind, row.venue(), row.symbol(), source, sequence)) {
                into.accept(kind, source, sequence);
            }
            at += size;
        }
    }
}
