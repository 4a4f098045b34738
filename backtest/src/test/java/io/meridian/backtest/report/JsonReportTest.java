package io.meridian.backtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.ResultBuilder;
import io.meridian.backtest.result.RunFacts;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonReportTest {
    /** The golden files are read by people: they have a line for each field, the report has one line. */
    @Test
    void shouldBeTheGoldenFileWhenARunIsSmall() throws IOException {
        assertEquals(golden("small.json"), lines(JsonReport.of(small())));
    }

    @Test
    void shouldBeTheGoldenTextWhenARunIsSmall() throws IOException {
        assertEquals(golden("small.txt"), TextReport.of(small()));
    }

    @Test
    void shouldHaveNullForWhatIsNotDefined() {
        String json = JsonReport.of(Samples.empty());
        assertTrue(json.contains("\"sharpe\":null,"));
        assertTrue(json.contains("\"drawdown_peak\":null,"));
        assertFalse(json.contains("NaN"));
    }

    @Test
    void shouldEscapeWhatIsHostile() {
        String json = JsonReport.of(Samples.hostile());
        assertTrue(json.contains("\"strategy\":\"<script>alert(1)</script>\\\"'&<!--]]>\u202E\\u0000 onload=x\""));
        assertEquals(-1, json.indexOf('\0'));
        assertEquals(-1, TextReport.of(Samples.hostile()).indexOf('\0'));
        assertEquals(-1, TextReport.of(Samples.hostile()).indexOf('\u202E'));
    }

    private static BacktestResult small() {
        long begin = Samples.ns("2025-01-02T14:30:00Z");
        ResultBuilder builder = new ResultBuilder(
                new RunFacts(
                        "buy-one",
                        "com.example.BuyOne",
                        "",
                        Map.of("size", "10"),
                        "abc.csv",
                        7,
                        "meridian backtest --seed 7",
                        "USD",
                        Decimal.parse("1000.00")),
                begin);
        int abc = builder.instrument("XNAS", "ABC");
        builder.onOrderSent();
        builder.onOrderSent();
        builder.onOrderSent();
        builder.onPrice(abc, begin, 10);
        builder.onFill(abc, begin + 1, "o-1", Side.BUY, dec("10"), dec("10.10"), dec("0.50"), dec("10.05"));
        builder.onNav(begin + 1, 999.5, 898.5, 101, 101);
        builder.onOrderRefused(begin + 2, "PRICE_COLLAR", "The price is 20% away.");
        builder.onPrice(abc, begin + Samples.DAY_NS, 11.5);
        builder.onNav(begin + Samples.DAY_NS, 1013.5, 898.5, 115, 115);
        builder.onPrice(abc, begin + 2 * Samples.DAY_NS - 1, 11);
        builder.onFill(abc, begin + 2 * Samples.DAY_NS, "o-2", Side.SELL, dec("6"), dec("11.00"), dec("0.30"), null);
        builder.onNav(begin + 2 * Samples.DAY_NS, 1008.2, 964.2, 44, 44);
        return builder.build(begin + 2 * Samples.DAY_NS, 3, 3, 1_500_000_000L);
    }

    private static Decimal dec(String text) {
        return Decimal.parse(text);
    }

    private static String lines(String json) {
        return json.replace(",\"", ",\n\"") + "\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = JsonReportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
