package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file: rows that can be, or an error that says where. */
final class CsvFuzzTest {
    private static final int LINES_A_FILE = 40;
    private static final String[] HEADERS = {
        "time,symbol,venue,currency,open,high,low,close,volume,period",
        "time,symbol,bid,bid_size,ask,ask_size",
        "time,symbol,price,size,id",
        "begin,open,high,low,close"
    };
    private static final String[] ROWS = {
        "2026-01-30T14:%02d:00Z,AAPL,XNAS,USD,100.10,100.30,99.95,100.20,12300,1m",
        "17697834%02d,MSFT,10.01,100,10.02,200",
        "17697834%02d123,NVDA,99.5,3,t-17",
        "2026-01-30 14:%02d:00-05:00,1e2,100.3,9.995E1,100.20"
    };
    private static final String INTERESTING = ",\"\n\r\t -+.:eETZ0129\u0000\uFEFFé∞٣;'";

    @TempDir
    private Path folder;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final RowEncoder encoder = new RowEncoder();
    private long given;
    private long refused;
    private long left;

    @Test
    void shouldGiveRowsThatCanBeOrSayWhereWhenLinesAreMutated() throws IOException {
        fuzz(200_000, 21);
    }

    @Test
    @Tag("long")
    @Timeout(600)
    void shouldGiveRowsThatCanBeOrSayWhereWhenAMillionLinesAreMutated() throws IOException {
        fuzz(1_000_000, System.nanoTime());
    }

    private void fuzz(int lines, long seed) throws IOException {
        Random random = new Random(seed);
        Path path = folder.resolve("fuzz.csv");
        for (int file = 0; file < lines / LINES_A_FILE; file++) {
            byte[] text = text(random).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            Files.write(path, text);
            try {
                read(path, random.nextBoolean());
            } catch (MarketDataException refusal) {
                refused++;
                assertTrue(refusal.getMessage().startsWith("file=" + path + " "), refusal.getMessage());
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "seed=" + seed + " file=" + file + "\n" + new String(text, StandardCharsets.UTF_8), failure);
            }
        }
        assertTrue(given > lines / 20, "given=" + given);
        assertTrue(refused > 0 && left > 0, "refused=" + refused + " left out=" + left);
    }

    private static String text(Random random) {
        int kind = random.nextInt(HEADERS.length);
        StringBuilder text =
                new StringBuilder(random.nextInt(20) == 0 ? mutated(HEADERS[kind], random) : HEADERS[kind]);
        for (int i = 0; i < LINES_A_FILE; i++) {
            String row = ROWS[kind].formatted(i);
            text.append('\n').append(random.nextInt(4) == 0 ? mutated(row, random) : row);
        }
        return text.append('\n').toString();
    }

    private static String mutated(String row, Random random) {
        StringBuilder text = new StringBuilder(row);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(text.length());
            char c = INTERESTING.charAt(random.nextInt(INTERESTING.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.insert(at, text.substring(at / 2, at));
                default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
            }
            if (text.isEmpty()) {
                text.append('x');
            }
        }
        return text.toString();
    }

    private void read(Path path, boolean skip) {
        FileOptions options = skip ? FileOptions.defaults().skippingBadRows() : FileOptions.defaults();
        try (MarketCursor cursor = MarketFiles.open(path.toString(), Selection.all(), options)) {
            long last = Long.MIN_VALUE;
            while (cursor.next()) {
                MarketRow row = cursor.row();
                assertTrue(row.timeNs() >= last, "order of time");
                last = row.timeNs();
                check(row);
                given++;
            }
            left += cursor.skipped();
            assertTrue(skip || cursor.skipped() == 0);
        }
    }

    private void check(MarketRow row) {
        assertEquals(RowEncoder.length(row), encoder.encode(row, 0, buffer, 0));
        for (Field field : row.kind().fields()) {
            assertTrue(row.scale(field) >= 0 && row.scale(field) <= Decimals.MAX_SCALE);
            assertTrue(row.has(field) || !field.isRequired());
        }
        if (row.kind() == DataKind.BAR) {
            assertTrue(row.periodNs() > 0);
            assertTrue(isInOrder(row, Field.LOW, Field.CLOSE) && isInOrder(row, Field.CLOSE, Field.HIGH));
        }
        assertTrue(row.symbol().matches("[A-Za-z0-9_-]{1,32}"), row.symbol());
    }

    /** Not by doubles: numbers of 18 digits are rounded there. */
    private static boolean isInOrder(MarketRow row, Field low, Field high) {
        return Decimals.compare(row.mantissa(low), row.scale(low), row.mantissa(high), row.scale(high)) <= 0;
    }
}
