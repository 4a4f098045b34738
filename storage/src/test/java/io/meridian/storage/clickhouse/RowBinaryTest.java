package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RowBinaryTest {
    private static final String LONG = "€'\0".repeat(50_000);

    private final RowBytes bytes = new RowBytes();

    /** A row as an answer has it: its mark first. */
    private void row(String text, int number) {
        bytes.int8(1)
                .text(text)
                .int64(Long.MIN_VALUE + number)
                .int32(-number)
                .number(-number, 18)
                .noNumber()
                .endRow();
    }

    private byte[] all() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bytes.writeTo(out);
        return out.toByteArray();
    }

    private static void read(RowReader rows, String text, int number) throws IOException {
        assertTrue(rows.next());
        assertEquals(text, rows.text());
        assertEquals(Long.MIN_VALUE + number, rows.int64());
        assertEquals(-number, rows.int32());
        assertEquals(new Decimal(-number, 18), rows.number());
        assertNull(rows.number());
    }

    /** Gives a few bytes at a time, as a network may. */
    private static InputStream slow(byte[] from) {
        return new ByteArrayInputStream(from) {
            @Override
            public synchronized int read(byte[] to, int at, int most) {
                return super.read(to, at, Math.min(most, 7));
            }
        };
    }

    @Test
    void shouldGiveBackWhatWasWrittenWhenItComesInPieces() throws IOException {
        for (String text : new String[] {"", "A", "x".repeat(127), "x".repeat(128), LONG}) {
            bytes.clear();
            row(text, 1);
            row("second", 2);
            assertEquals(2, bytes.rows());
            RowReader rows = new RowReader(slow(all()));
            read(rows, text, 1);
            read(rows, "second", 2);
            assertFalse(rows.next());
        }
    }

    @Test
    void shouldSayWhyWhenTheServerBreaksOffBetweenRows() throws IOException {
        row("A", 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(all());
        out.write("Code: 241. DB::Exception: Memory limit exceeded".getBytes(StandardCharsets.UTF_8));
        RowReader rows = new RowReader(new ByteArrayInputStream(out.toByteArray()));
        read(rows, "A", 1);
        String text = assertThrows(IOException.class, rows::next).getMessage();
        assertTrue(text.contains("Code: 241. DB::Exception: Memory limit exceeded"), text);
    }

    @Test
    void shouldFailWhenTheAnswerEndsInTheMiddleOfARow() throws IOException {
        row("A", 1);
        byte[] whole = all();
        for (int length = 1; length < whole.length; length++) {
            RowReader rows = new RowReader(new ByteArrayInputStream(whole, 0, length));
            assertThrows(EOFException.class, () -> read(rows, "A", 1));
        }
    }
}
