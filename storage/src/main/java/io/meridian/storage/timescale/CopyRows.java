package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.MarketRow;
import io.meridian.storage.RowBatch;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.agrona.ExpandableArrayBuffer;
import org.postgresql.copy.CopyIn;
import org.postgresql.jdbc.PgConnection;

/** Puts rows into a table by {@code COPY} in its binary form, the fastest way in: no number becomes a text. For one thread. */
final class CopyRows {
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int PIECE = 1 << 16;
    private static final int NULL = -1;
    private static final int END = -1;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(2 * PIECE);
    private int length;

    /**
     * Puts in either those that were imported, or the others.
     *
     * @param came the number of the first row of the batch
     */
    void put(PgConnection connection, DataKind kind, RowBatch.Part rows, boolean imported, long came)
            throws SQLException {
        CopyIn copy = null;
        Field[] fields = kind.fields().toArray(Field[]::new);
        int columns = 7 + 2 * fields.length + (kind == DataKind.QUOTE ? 0 : 1);
        try {
            for (int i = 0; i < rows.size(); i++) {
                if ((rows.sequence(i) == RowBatch.IMPORTED) != imported) {
                    continue;
                }
                if (copy == null) {
                    copy = begin(connection, kind, imported);
                }
                integer16(columns);
                row(rows, i, fields, came + i);
                if (length >= PIECE) {
                    send(copy);
                }
            }
            if (copy != null) {
                integer16(END);
                send(copy);
                copy.endCopy();
            }
        } finally {
            if (copy != null && copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private CopyIn begin(PgConnection connection, DataKind kind, boolean imported) throws SQLException {
        CopyIn copy = connection
                .getCopyAPI()
                .copyIn("COPY " + (imported ? Tables.imported(kind) : Tables.name(kind)) + " (" + Tables.columns(kind)
                        + ") FROM STDIN BINARY");
        buffer.putBytes(0, HEADER);
        length = HEADER.length;
        // No flags, nothing after them.
        buffer.putLong(length, 0);
        length += Long.BYTES;
        return copy;
    }

    private void row(RowBatch.Part rows, int index, Field[] fields, long came) {
        MarketRow row = rows.row(index);
        number(came);
        number(row.timeNs());
        text(row.venue());
        text(row.symbol());
        text(row.currency());
        integer32(Integer.BYTES);
        integer32(rows.source(index));
        number(rows.sequence(index));
        switch (row.kind()) {
            case QUOTE -> {}
            case TRADE -> text(row.tradeId().toString());
            case BAR -> number(row.periodNs());
        }
        for (Field field : fields) {
            if (row.has(field)) {
                number(row.mantissa(field));
                integer32(Short.BYTES);
                integer16(row.scale(field));
            } else {
                integer32(NULL);
                integer32(NULL);
            }
        }
    }

    private void number(long value) {
        integer32(Long.BYTES);
        buffer.putLong(length, value, ByteOrder.BIG_ENDIAN);
        length += Long.BYTES;
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        integer32(bytes.length);
        buffer.putBytes(length, bytes);
        length += bytes.length;
    }

    private void integer32(int value) {
        buffer.putInt(length, value, ByteOrder.BIG_ENDIAN);
        length += Integer.BYTES;
    }

    private void integer16(int value) {
        buffer.putShort(length, (short) value, ByteOrder.BIG_ENDIAN);
        length += Short.BYTES;
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.byteArray(), 0, length);
        length = 0;
    }
}
