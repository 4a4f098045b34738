package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
    private static final String BARS = "time,symbol,open,high,low,close,volume,period";
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    private Path file(String... lines) {
        return Reading.write(folder.resolve("data.csv"), lines);
    }

    private String failure(String... lines) {
        Path path = file(lines);
        return assertThrows(MarketDataException.class, () -> Reading.all(path)).getMessage();
    }

    @Test
    void shouldReadBarsDigitForDigitWhenColumnsAreInAnyOrder() {
        List<MarketRow> rows = Reading.all(file(
                "\uFEFFClose , period,HIGH,low,open,symbol,venue,time,currency,note",
                "100.10,1m,\"100.20\",99.9,100,AAPL,XNAS,2026-01-30T14:31:00Z,EUR,\"a, \"\"b\"\"\""));
        MarketRow bar = rows.getFirst();
        assertEquals(
                "kind=BAR time=1769783460000000000 venue=XNAS symbol=AAPL open=100 high=100.20 low=99.9 close=100.10",
                bar.toString());
        assertEquals(60 * SECOND, bar.periodNs());
        assertEquals("EUR", bar.currency());
        assertEquals(10010, bar.mantissa(Field.CLOSE));
        assertEquals(2, bar.scale(Field.CLOSE));
        assertEquals(100.1, bar.value(Field.CLOSE));
        assertFalse(bar.has(Field.VOLUME));
        assertTrue(Double.isNaN(bar.value(Field.VOLUME)));
        assertThrows(IllegalArgumentException.class, () -> bar.value(Field.BID));
    }

    @Test
    void shouldReadQuotesAndTradesWhenTheirColumnsAreThere() {
        List<MarketRow> quotes = Reading.all(file(
                "time,symbol,bid,bid_size,ask,ask_size", "1769783460,A,1.0,100,1.5,200", "1769783461,A,,,NaN,null"));
        assertEquals(
                List.of(
                        "kind=QUOTE time=1769783460000000000 venue=ALL symbol=A bid=1.0 bid_size=100 ask=1.5"
                                + " ask_size=200",
                        "kind=QUOTE time=1769783461000000000 venue=ALL symbol=A"),
                Reading.texts(quotes));
        MarketRow trade = Reading.all(file("time,symbol,price,size,id", "1769783460,A,1.25,3,\"t 1\""))
                .getFirst();
        assertEquals("t 1", trade.tradeId().toString());
        assertEquals(125, trade.mantissa(Field.PRICE));
        assertEquals(0, trade.periodNs());
    }

    @Test
    void shouldEndABarAfterItsBeginWhenTheColumnSaysBegin() {
        Path path = Reading.write(
                folder.resolve("BTC-USD.csv"),
                "Date,Open,High,Low,Close,Volume",
                "2026-01-02,1,3,1,2,10",
                "2026-01-05,2,3,2,2,10",
                "2026-01-06,2,3,2,2,10");
        FileOptions options = FileOptions.defaults().columns(Map.of("begin", "Date"));
        List<MarketRow> bars = Reading.all(path.toString(), Selection.all(), options);
        assertEquals("BTC-USD", bars.getFirst().symbol());
        assertEquals(86_400 * SECOND, bars.getFirst().periodNs());
        assertEquals(1_767_398_400L * SECOND, bars.getFirst().timeNs(), "2026-01-03T00:00Z");
        List<MarketRow> weeks = Reading.all(path.toString(), Selection.all(), options.period(3_600 * SECOND));
        assertEquals(1_767_312_000L * SECOND + 3_600 * SECOND, weeks.getFirst().timeNs());
    }

    @Test
    void shouldReadWhatIsWantedWhenItIsSelected() {
        Path path = file("time,symbol,price,size", "10,A,1,1", "20,B,1,2", "20,A,1,3", "30,A,1,4", "40,A,bad,5");
        Selection selection = Selection.all().between(20 * SECOND, 40 * SECOND).of(Set.of("A"));
        List<MarketRow> rows = Reading.all(path.toString(), selection, FileOptions.defaults());
        assertEquals(
                List.of(3L, 4L),
                rows.stream().map(row -> row.mantissa(Field.SIZE)).toList());
        assertEquals(
                List.of(), Reading.all(path.toString(), Selection.all().only(DataKind.BAR), FileOptions.defaults()));
    }

    @Test
    void shouldGiveTheSameStringWhenASymbolComesAgain() {
        List<MarketRow> rows = Reading.all(file("time,symbol,price,size", "10,A,1,1", "20,A,1,2"));
        assertSame(rows.get(0).symbol(), rows.get(1).symbol());
    }

    @Test
    void shouldTellFileLineAndColumnWhenARowIsBad() {
        String text = failure(BARS, "10,A,1,2,1,2,5,1s", "", "20,A,1,2x,1,2,5,1s");
        assertTrue(
                text.startsWith(
                        "file=" + folder.resolve("data.csv") + " line=4 column=high text=2x: expected a number"),
                text);
    }

    @Test
    void shouldSayWhatIsWrongWhenARowCannotBe() {
        assertTrue(failure(BARS, "10,A,1,2,1,3,5,1s").contains("column=close is not from low to high"));
        assertTrue(failure(BARS, "10,A,1,2,1,2,-5,1s").contains("column=volume is below zero"));
        assertTrue(failure(BARS, "10,A,,2,1,2,5,1s").contains("column=open text=: expected a number, there is none"));
        assertTrue(failure(BARS, "10,A,1,2,1,2,5").contains("fields=7: expected as many as there are columns, 8"));
        assertTrue(failure(BARS, "10,A,1,2,1,2,5,1s,").contains("fields=9"));
        assertTrue(failure(BARS, "10,BRK.B,1,2,1,2,5,1s").contains("column=symbol text=BRK.B: expected letters"));
        assertTrue(failure(BARS, "10," + "A".repeat(33) + ",1,2,1,2,5,1s").contains("at most 32"));
        assertTrue(failure(BARS, "10,A,1,2,1,2,5,60").contains("column=period text=60: expected a length of time"));
        assertTrue(failure(BARS, "2026-01-30 10:00:00,A,1,2,1,2,5,1s").contains("has no zone"));
        assertTrue(failure(BARS, "10,A,1,2,1,2,5,").contains("column=period text=: expected a length of time"));
        assertTrue(failure("time,symbol,price,size,id", "10,A,1,1,é").contains("plain ASCII"));
    }

    @Test
    void shouldRefuseWhenRowsAreNotInOrderOfTime() {
        String text = failure("time,symbol,price,size", "20,A,1,1", "10,A,1,1");
        assertTrue(text.contains("line=3") && text.contains("Sort the file"), text);
    }

    @Test
    void shouldSayWhatIsExpectedWhenColumnsTellNothing() {
        assertTrue(failure("a,b", "1,2").contains("columns=[a, b] are those of no kind"));
        assertTrue(failure("time,bid,ask,price,size", "1,2").contains("several kinds [QUOTE, TRADE]"));
        assertTrue(failure("time,time,bid,ask", "1,2").contains("there twice"));
        assertTrue(failure("when,bid,ask", "1,2").contains("have no time"));
        assertTrue(failure("time,symbol,open,high,low,close", "10,A,1,1,1,1").contains("say the period"));
        Path empty = Reading.write(folder.resolve("empty.csv"));
        assertTrue(assertThrows(MarketDataException.class, () -> Reading.all(empty))
                .getMessage()
                .contains("is empty"));
        assertThrows(
                IllegalArgumentException.class, () -> FileOptions.defaults().columns(Map.of("opened", "x")));
    }

    @Test
    void shouldLeaveOutAndCountWhenBadRowsMayBeSkipped() {
        Path path = file("time,symbol,price,size", "10,A,1,1", "x,A,1,2", "20,A,y,3", "30,A,1,4");
        try (MarketCursor cursor = MarketFiles.open(
                path.toString(), Selection.all(), FileOptions.defaults().skippingBadRows())) {
            assertTrue(cursor.next());
            assertTrue(cursor.next());
            assertEquals(4, cursor.row().mantissa(Field.SIZE));
            assertFalse(cursor.next());
            assertEquals(2, cursor.skipped());
            assertTrue(cursor.firstSkipped().getFirst().contains("line=3 column=time text=x"));
        }
    }

    @Test
    void shouldReadZippedFilesWhenTheyAre() throws IOException {
        Path path = folder.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("time,symbol,price,size\r\n10,A,1,1\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(1, Reading.all(path).size());
        Files.writeString(path, "no zip");
        assertTrue(assertThrows(MarketDataException.class, () -> Reading.all(path))
                .getMessage()
                .contains("cannot be read"));
    }

    @Test
    void shouldSayWhereWhenAQuoteIsLeftOpen() {
        String text = failure("time,symbol,price,size", "10,\"" + "A,\n".repeat(600_000));
        assertTrue(text.contains("line=2"), text);
    }
}
