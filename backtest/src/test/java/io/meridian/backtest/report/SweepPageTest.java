package io.meridian.backtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.sweep.Grid;
import io.meridian.backtest.sweep.RankBy;
import io.meridian.backtest.sweep.Sweep;
import io.meridian.backtest.sweep.SweepResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweepPageTest {
    @Test
    void shouldShowEachRunAndWhyOthersFailedWhenTwoSettingsAreSwept() throws InterruptedException {
        SweepResult result = sweep("lookback=5..45:10", "threshold=0.005,0.01,0.015,0.02");
        assertEquals(3, result.failed().size(), "some fail");
        String page = SweepPage.of(result);
        assertTrue(page.contains("lookback down, threshold across"));
        assertEquals(3, count(page, ">failed</td>"));
        assertEquals(1, count(page, " best</b>"));
        assertTrue(page.contains("20 settings tried, 3 of them failed."));
        assertTrue(page.contains("Deflated Sharpe ratio: the probability"));
        assertTrue(page.contains("cannot be: &lt;script&gt;alert(1)&lt;/script&gt;"));
        assertEquals(1, count(page, "<script>"));
    }

    @Test
    void shouldShowBarsForOneSettingAndAMapForEachValueOfAThird() throws InterruptedException {
        assertEquals(10, count(SweepPage.of(sweep("lookback=5..50:5")), "<td class=room>"));
        String page = SweepPage.of(sweep("lookback=5,10", "threshold=0.1,0.2,0.3", "mode=fast,slow"));
        assertTrue(page.contains("mode=fast: lookback down, threshold across"));
        assertTrue(page.contains("mode=slow: lookback down, threshold across"));
    }

    @Test
    void shouldStillBeAPageWhenAllFailed() throws InterruptedException {
        SweepResult result = Sweep.run(
                Grid.parse(List.of(Samples.HOSTILE.replace(",", "").replace("=", "") + "=1,2")),
                1,
                RankBy.CALMAR,
                _ -> {
                    throw new IllegalStateException(Samples.HOSTILE);
                },
                (_, _) -> {});
        String page = SweepPage.of(result);
        assertTrue(page.contains("2 runs failed"));
        assertEquals(1, count(page, "<script>"));
        assertFalse(page.substring(page.indexOf("<main>"), page.lastIndexOf("<script>"))
                .contains("NaN"));
        assertTrue(SweepText.table(result).contains("Failed with"));
        assertEquals(-1, SweepText.table(result).indexOf('\u202E'));
    }

    @Test
    void shouldHaveALineForEachRunWhenWrittenAsJson() throws InterruptedException {
        SweepResult result = sweep("lookback=5..45:10", "threshold=0.005,0.01,0.015,0.02");
        List<String> lines = SweepText.jsonLines(result).lines().toList();
        assertEquals(20, lines.size());
        assertTrue(lines.getFirst().startsWith("{\"rank\":1,\"settings\":{\"lookback\":\""), lines.getFirst());
        assertTrue(lines.getLast()
                .startsWith("{\"settings\":{\"lookback\":\"25\",\"threshold\":\"0.02\"},\"failure\":\""));
    }

    private static SweepResult sweep(String... lines) throws InterruptedException {
        return Sweep.run(Grid.parse(List.of(lines)), 2, RankBy.SHARPE, Samples::ofSettings, (_, _) -> {});
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
