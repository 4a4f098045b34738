package io.meridian.plugins.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Instrument;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayGatewayTest {
    private static final long FIRST_NS = 1_769_783_460_000_000_000L;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("bars.csv"), """
            time,symbol,venue,open,high,low,close,volume,period
            2026-01-30T14:31:00Z,AAPL,XNAS,100.10,100.30,99.95,100.20,1200,1m
            2026-01-30T14:31:10Z,MSFT,XNAS,50,51,49.5,50.5,100,1m
            """);
        Files.writeString(folder.resolve("quotes.csv"), """
            time,symbol,venue,bid,bid_size,ask,ask_size
            2026-01-30T14:31:05Z,AAPL,XNAS,100.19,300,,
            """);
        Files.writeString(folder.resolve("trades.csv"), """
            time,symbol,venue,price,size,id
            2026-01-30T14:31:20Z,AAPL,XNAS,100.2,10,t-1
            """);
        Files.writeString(folder.resolve("instruments.csv"), "symbol,venue,tick_size,lot_size\nAAPL,XNAS,0.05,10\n");
    }

    private Map<String, String> settings(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of("file", folder.toString(), "startAfter", "0s"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    private static List<Published> data(Sim sim) {
        return sim.bus().published().stream()
                .filter(message -> !message.topic().startsWith("platform.data.instrument."))
                .toList();
    }

    private static List<Instrument> instruments(Sim sim) {
        return sim.bus().published().stream()
                .filter(message -> message.event() instanceof Instrument)
                .map(message -> (Instrument) message.event())
                .toList();
    }

    @Test
    void shouldPublishEveryRowWithItsTimesAndDigitsWhenItPlays() {
        try (Sim sim = Sim.of(ReplayGateway.class, settings("speed", "max"))) {
            sim.advance(Duration.ofMillis(10));
            List<Published> data = data(sim);
            assertEquals(
                    List.of(
                            "platform.data.bar.XNAS.AAPL",
                            "platform.data.quote.XNAS.AAPL",
                            "platform.data.bar.XNAS.MSFT",
                            "platform.data.trade.XNAS.AAPL"),
                    data.stream().map(Published::topic).toList());
            assertEquals(FIRST_NS, data.getFirst().eventTimeNs());
            Bar bar = (Bar) data.get(0).event();
            assertEquals(FIRST_NS, bar.tsEvent());
            assertEquals(60_000_000_000L, bar.periodNs());
            assertEquals("100.10", Decimal.read(bar.decoder().openPrice()).toString());
            Quote quote = (Quote) data.get(1).event();
            assertEquals(100.19, quote.bid());
            assertTrue(Double.isNaN(quote.ask()));
            assertEquals(FIRST_NS + 20_000_000_000L, ((Trade) data.get(3).event()).tsEvent());
        }
    }

    @Test
    void shouldTellWhatAnInstrumentIsBeforeItsDataAndAgain() {
        try (Sim sim = Sim.of(ReplayGateway.class, settings("speed", "max"))) {
            sim.advance(Duration.ofMillis(10));
            assertEquals(
                    List.of("platform.data.instrument.XNAS.AAPL", "platform.data.bar.XNAS.AAPL"),
                    sim.bus().published().stream()
                            .limit(2)
                            .map(Published::topic)
                            .toList());
            assertEquals(
                    List.of("AAPL", "MSFT"),
                    instruments(sim).stream().map(Instrument::symbol).toList());
            assertEquals(0.05, instruments(sim).get(0).tickSize());
            assertEquals(0.01, instruments(sim).get(1).tickSize());
            sim.advance(Duration.ofSeconds(10));
            assertEquals(4, instruments(sim).size());
        }
    }

    @Test
    void shouldKeepTheDistancesWhenItPlaysTenTimesAsFast() {
        try (Sim sim = Sim.of(ReplayGateway.class, settings("speed", "10", "startAfter", "100ms"))) {
            sim.advance(Duration.ofMillis(99));
            assertEquals(0, data(sim).size());
            sim.advance(Duration.ofMillis(2));
            assertEquals(1, data(sim).size());
            sim.advance(Duration.ofMillis(500));
            assertEquals(2, data(sim).size());
            sim.advance(Duration.ofMillis(500));
            assertEquals(3, data(sim).size());
            sim.advance(Duration.ofMillis(990));
            assertEquals(3, data(sim).size());
            sim.advance(Duration.ofMillis(20));
            assertEquals(4, data(sim).size());
        }
    }

    @Test
    void shouldPlayWhatIsSelectedAgainAndAgainWhenItLoops() {
        try (Sim sim = Sim.of(
                ReplayGateway.class,
                settings(
                        "speed",
                        "10",
                        "loop",
                        "true",
                        "symbols",
                        "AAPL",
                        "from",
                        "2026-01-30T14:31:05Z",
                        "to",
                        "2026-01-30T14:31:20Z"))) {
            sim.advance(Duration.ofMillis(20));
            List<Published> data = data(sim);
            assertTrue(data.size() > 5, "published=" + data.size());
            assertTrue(data.stream().allMatch(message -> message.event() instanceof Quote));
        }
    }

    @Test
    void shouldReadColumnsOfOtherNamesWhenTheyAreSaid() throws IOException {
        Path file = folder.resolve("SPY.csv");
        Files.writeString(
                file, "Date,Open,High,Low,Close\n2026-01-02,1,2,1,2\n2026-01-05,1,2,1,2\n2026-01-06,1,2,1,2\n");
        try (Sim sim = Sim.of(
                ReplayGateway.class,
                settings("file", file.toString(), "speed", "max", "columns", "begin=Date", "venue", "ARCX"))) {
            sim.advance(Duration.ofMillis(10));
            assertEquals(3, data(sim).size());
            assertEquals("platform.data.bar.ARCX.SPY", data(sim).getFirst().topic());
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenASettingOrAFileIs() {
        for (Map<String, String> wrong : List.of(
                settings("speed", "fast"),
                settings("speed", "0"),
                settings("from", "yesterday"),
                settings("columns", "Date"),
                settings("file", folder + "/none.csv"))) {
            AssertionError refusal = assertThrows(
                    AssertionError.class,
                    () -> Sim.of(ReplayGateway.class, wrong).close());
            String text = refusal.getMessage();
            assertTrue(text.contains("expected"), text);
        }
    }

    @Test
    void shouldStopAndSayWhereWhenARowIsBadLater() throws IOException {
        Files.writeString(
                folder.resolve("trades.csv"), "time,symbol,price,size\n2026-01-30T14:31:20Z,A,1,1\n1,A,1,1\n");
        try (Sim sim = Sim.of(ReplayGateway.class, settings("speed", "max"))) {
            sim.advance(Duration.ofMillis(10));
            assertEquals(4, data(sim).size());
            ReplayGateway gateway = (ReplayGateway) sim.plugin();
            assertTrue(
                    gateway.health().reason().contains("trades.csv line=3"),
                    gateway.health().reason());
        }
    }
}
