package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Meridian;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of market data in a store that no service has open. */
final class DataShowMarketTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int data(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("data"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--dir", folder.resolve("store").toString()));
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private List<String> shown(String... arguments) {
        List<String> all = new ArrayList<>(List.of("show"));
        all.addAll(List.of(arguments));
        assertEquals(0, data(all.toArray(String[]::new)), err::toString);
        return out.toString().lines().toList();
    }

    private void store(String name, String head, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".csv"), head + "\n" + String.join("\n", lines) + "\n");
        assertEquals(0, data("import", file.toString(), "--venue", "XNAS"), err::toString);
    }

    private void storeTrades() throws IOException {
        store(
                "trades",
                "time,symbol,price,size",
                "2026-01-27T14:30:10Z,AAPL,100.50,10",
                "2026-01-27T14:30:20Z,MSFT,400,2",
                "2026-01-27T14:30:40Z,AAPL,101,5",
                "2026-01-27T14:31:05Z,AAPL,99.75,1",
                "2026-01-28T00:00:00Z,MSFT,300,2");
    }

    private void storeBars() throws IOException {
        store(
                "bars",
                "time,symbol,open,high,low,close,volume,period",
                "2026-01-27T14:31:00Z,NVDA,10,12,9,11,100,1m",
                "2026-01-27T14:32:00Z,NVDA,11,15,11,14.5,50,1m");
    }

    @Test
    void shouldShowTheQuoteOfEachSymbolAsOfATime() throws IOException {
        store(
                "quotes",
                "time,symbol,bid,ask",
                "2026-01-27T14:30:00Z,AAPL,100,100.10",
                "2026-01-27T14:30:01Z,MSFT,400,400.20",
                "2026-01-27T14:30:05Z,AAPL,101,101.10",
                "2026-01-28T00:00:00Z,MSFT,500,500.20");
        List<String> lines = shown("quotes", "--as-of", "2026-01-27T14:30:04Z");
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(1).contains("AAPL") && lines.get(1).contains("100.10"), lines::toString);
        lines = shown("quotes", "--as-of", "2026-01-27", "--json", "--symbols", "MSFT");
        assertTrue(lines.getFirst().contains("\"bid\":\"400\""), lines::toString);
        assertEquals(1, lines.size());
        lines = shown("quotes", "--last", "2", "--symbols", "AAPL,MSFT", "--json");
        assertTrue(lines.getLast().contains("\"bid\":\"500\"") && lines.size() == 2, "the latest last: " + lines);
    }

    @Test
    void shouldShowTradesOfASpan() throws IOException {
        storeTrades();
        List<String> lines = shown("trades", "--from", "2026-01-27T14:30:20Z", "--to", "2026-01-27", "--json");
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(
                lines.getLast().contains("2026-01-27T14:31:05Z")
                        && lines.getLast().contains("99.75"),
                lines::toString);
    }

    @Test
    void shouldShowBarsOfAnyLengthAndOfWhatTheyAreMade() throws IOException {
        storeTrades();
        storeBars();
        List<String> lines = shown("bars", "--symbols", "AAPL", "--json");
        assertEquals(2, lines.size(), lines::toString);
        String first = "\"begin\":\"2026-01-27T14:30:00Z\",\"end\":\"2026-01-27T14:31:00Z\",\"venue\":\"XNAS\","
                + "\"symbol\":\"AAPL\",\"currency\":\"USD\",\"open\":\"100.50\",\"high\":\"101\",\"low\":\"100.50\","
                + "\"close\":\"101\",\"volume\":\"15\",\"made_of\":\"trades\",\"parts\":2";
        assertTrue(lines.getFirst().contains(first), lines::toString);
        lines = shown("bars", "--symbol", "NVDA", "--resolution", "5m");
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(
                lines.getLast().matches("2026-01-27T14:30:00Z +XNAS +NVDA +10 +15 +9 +14.5 +150 +1m bars"),
                lines::toString);
    }

    @Test
    void shouldShowWhichPricesWentTheFurthestFirst() throws IOException {
        storeTrades();
        storeBars();
        List<String> lines = shown("movers", "--last", "2");
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(1).contains("NVDA") && lines.get(1).contains("+45.00 %"), lines::toString);
        assertTrue(lines.get(2).contains("MSFT") && lines.get(2).contains("-25.00 %"), lines::toString);
        lines = shown("movers", "--to", "2026-01-27", "--symbols", "AAPL", "--json");
        assertTrue(lines.getFirst().contains("\"change\":\"-0.00746269\""), lines::toString);
    }

    @Test
    void shouldShowMoreThanAPage() throws IOException {
        String[] lines = new String[MarketOrder.PAGE * 2 + 7];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = 1_769_783_400L + i + ",AAPL," + (1 + i) + ",1";
        }
        store("trades", "time,symbol,price,size", lines);
        assertEquals(
                lines.length,
                shown("trades", "--last", "0", "--json").stream().distinct().count());
        List<String> bars = shown("bars", "--resolution", "1s", "--last", "0", "--json");
        assertEquals(lines.length, bars.stream().distinct().count());
        assertEquals(
                MarketOrder.PAGE + 1,
                shown("bars", "--resolution", "1s", "--last", "" + (MarketOrder.PAGE + 1), "--json")
                        .size());
    }

    @Test
    void shouldSayThatNothingIsStored() throws IOException {
        storeBars();
        assertEquals(List.of("None is stored."), shown("trades"));
        assertEquals(List.of("None is stored of that time."), shown("movers", "--from", "2027-01-01"));
        assertEquals(List.of(), shown("quotes", "--json"));
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        refused("--resolution=abc must be a whole number and a unit", "bars", "--resolution", "abc");
        refused("--resolution=0s must be above 0", "bars", "--resolution", "0s");
        refused("--resolution=1m: trades have none", "trades", "--resolution", "1m");
        refused("--portfolio=p: quotes have none", "quotes", "--portfolio", "p");
        refused("--order=o: movers have none", "movers", "--order", "o");
        refused("--symbols is for quotes", "fills", "--symbols", "AAPL");
        refused("bars are of a span of time. Say --from and --to", "bars", "--as-of", "now");
        refused("must be before", "trades", "--from", "2026-01-28", "--to", "2026-01-27T00:00:00Z");
    }

    private void refused(String saying, String... arguments) {
        List<String> all = new ArrayList<>(List.of("show"));
        all.addAll(List.of(arguments));
        assertEquals(2, data(all.toArray(String[]::new)), out::toString);
        assertTrue(err.toString().contains(saying), err::toString);
        assertFalse(err.toString().contains("unexpected"), err::toString);
    }
}
