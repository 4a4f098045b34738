package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.agrona.concurrent.UnsafeBuffer;
import org.duckdb.DuckDBAppender;
import org.postgresql.copy.CopyOut;

/**
 * Takes rows out of a {@code COPY} in its binary form as the server sends them: only a few are in memory at any time, and no number becomes a text.
 */
final class CopiedRows {
    /** The mark, the flags and the length of what may follow them. */
    private static final int HEADER = 11;

    private final CopyOut copy;
    private UnsafeBuffer piece = new UnsafeBuffer(0, 0);
    private int at;

    CopiedRows(CopyOut copy) {
        this.copy = copy;
    }

    /** Adds all rows to those of a draft, whose columns are in the same order. */
    void into(DuckDBAppender rows, DataKind kind) throws SQLException {
        skip(HEADER + Integer.BYTES);
        skip(integer32());
        while (integer16() > 0) {
            rows.beginRow().append(number()).append(number());
            rows.append(text()).append(text()).append(text());
            skip(Integer.BYTES);
            rows.append(integer32()).append(number());
            switch (kind) {
                case QUOTE -> {}
                case TRADE -> rows.append(text());
                case BAR -> rows.append(number());
            }
            for (int i = 0; i < kind.fields().size(); i++) {
                if (integer32() < 0) {
                    skip(Integer.BYTES);
                    rows.appendNull().appendNull();
                } else {
                    rows.append(value());
                    skip(Integer.BYTES);
                    rows.append((byte) integer16());
                }
            }
            rows.endRow();
        }
        // The server's end of it.
        while (copy.readFromCopy() != null) {
            // Nothing comes after the last row.
        }
    }

    private long number() throws SQLException {
        skip(Integer.BYTES);
        return value();
    }

    private long value() throws SQLException {
        need(Long.BYTES);
        at += Long.BYTES;
        return piece.getLong(at - Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    private String text() throws SQLException {
        int length = integer32();
        need(length);
        at += length;
        return new String(piece.byteArray(), at - length, length, StandardCharsets.UTF_8);
    }

    private int integer32() throws SQLException {
        need(Integer.BYTES);
        at += Integer.BYTES;
        return piece.getInt(at - Integer.BYTES, ByteOrder.BIG_ENDIAN);
    }

    private int integer16() throws SQLException {
        need(Short.BYTES);
        at += Short.BYTES;
        return piece.getShort(at - Short.BYTES, ByteOrder.BIG_ENDIAN);
    }

    private void skip(int bytes) throws SQLException {
        need(bytes);
        at += bytes;
    }

    /** Has the server's next message when the one at hand ends: usually each is a row. */
    private void need(int bytes) throws SQLException {
        while (piece.capacity() - at < bytes) {
            byte[] more = copy.readFromCopy();
            if (more == null) {
                throw new SQLException("the rows of the server ended in the middle of one", "08006");
            }
            int left = piece.capacity() - at;
            if (left > 0) {
                byte[] both = new byte[left + more.length];
                piece.getBytes(at, both, 0, left);
                System.arraycopy(more, 0, both, left, more.length);
                more = both;
            }
            piece = new UnsafeBuffer(more);
            at = 0;
        }
    }
}
