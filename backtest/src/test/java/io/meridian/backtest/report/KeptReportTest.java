package io.meridian.backtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.sweep.Grid;
import io.meridian.backtest.sweep.RankBy;
import io.meridian.backtest.sweep.Sweep;
import io.meridian.backtest.sweep.SweepResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeptReportTest {
    private static final Instant ENDED = Instant.parse("2026-11-30T20:09:32.414Z");
    private static final List<KeptReport.Plugin> PLUGINS =
            List.of(new KeptReport.Plugin("momentum-basket", "momentum-basket", "1.4.0"));

    private static String kept(BacktestResult result, SweepResult sweep) {
        return KeptReport.of(new KeptReport.Facts(ENDED, "basket", PLUGINS, sweep), result);
    }

    @Test
    void shouldHaveTheFiguresOfTheReportAndNoSingleTrade() {
        BacktestResult result = Samples.rich(3);
        String kept = kept(result, null);
        String report = JsonReport.of(result);
        for (String part : List.of("run", "figures", "orders", "trading", "equity")) {
            assertEquals(part(report, part), part(kept, part));
        }
        assertTrue(kept.startsWith("{\"ended\":\"2026-11-30T20:09:32.414Z\",\"portfolio\":\"basket\",\"plugins\":[{"));
        assertFalse(kept.contains("\"fills\":["));
        assertFalse(kept.contains("\"prices\""));
        assertFalse(kept.contains("\"sweep\""));
    }

    /** An object of the report, which has none of its braces in a text. */
    private static String part(String json, String name) {
        int begin = json.indexOf("\"" + name + "\":{");
        assertTrue(begin >= 0, name);
        int depth = 0;
        for (int i = begin; i < json.length(); i++) {
            depth += json.charAt(i) == '{' ? 1 : json.charAt(i) == '}' ? -1 : 0;
            if (depth == 0 && json.charAt(i) == '}') {
                return json.substring(begin, i + 1);
            }
        }
        throw new AssertionError(name + " does not end");
    }

    @Test
    void shouldHaveWhatAListShowsBeforeAllElse() {
        String kept = kept(Samples.rich(1), null);
        assertTrue(kept.indexOf("\"trading\":") < kept.indexOf("\"cautions\":"));
        assertTrue(kept.indexOf("\"cautions\":") < kept.indexOf("\"positions\":"));
        assertTrue(kept.indexOf("\"positions\":") < kept.indexOf("\"equity\":"));
    }

    @Test
    void shouldSayThatTheBestOfASweepIsTheLuckiestToo() throws Exception {
        SweepResult sweep =
                Sweep.run(Grid.parse(List.of("a=1..9:1")), 1, RankBy.SHARPE, Samples::ofSettings, (done, total) -> {});
        String kept = kept(Samples.ofSettings(sweep.ranked().getFirst().settings()), sweep);
        assertTrue(
                kept.contains("\"sweep\":{\"tried\":9,\"rank_by\":\"sharpe\",\"axes\":{\"a\":[\"1\",\"2\","),
                kept::toString);
        assertTrue(kept.contains("Deflated Sharpe ratio"));
    }

    @Test
    void shouldEscapeWhatIsHostile() {
        String kept = kept(Samples.hostile(), null);
        assertTrue(kept.contains("\"strategy\":\"<script>alert(1)</script>\\\"'&<!--]]>\u202E\\u0000 onload=x\""));
        assertEquals(-1, kept.indexOf('\0'));
    }
}
