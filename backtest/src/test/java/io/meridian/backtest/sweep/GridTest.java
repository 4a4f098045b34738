package io.meridian.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class GridTest {
    @Test
    void shouldTryEachValueWithEachOther() {
        Grid grid = Grid.parse(List.of("mode=fast, slow", "lookback=10..30:10"));
        assertEquals(
                List.of(
                        Map.of("mode", "fast", "lookback", "10"),
                        Map.of("mode", "fast", "lookback", "20"),
                        Map.of("mode", "fast", "lookback", "30"),
                        Map.of("mode", "slow", "lookback", "10"),
                        Map.of("mode", "slow", "lookback", "20"),
                        Map.of("mode", "slow", "lookback", "30")),
                grid.runs());
    }

    @Test
    void shouldStepWithoutRoundingWhenTheStepIsAFraction() {
        assertEquals(
                List.of("-0.1", "0.0", "0.1", "0.2"),
                Grid.parse(List.of("x=-0.1..0.25:0.1")).axes().get("x"));
    }

    @Test
    void shouldLeaveTextAsItIsWhenItHasAnEqualsSign() {
        assertEquals(List.of("a=b", "c"), Grid.parse(List.of("x=a=b,c")).axes().get("x"));
    }

    @Test
    void shouldSayWhatIsWrongWhenALineCannotBeRead() {
        assertRefused("does not name a setting", "=1,2");
        assertRefused("does not name a setting", "lookback");
        assertRefused("empty value", "x=1,,2");
        assertRefused("empty value", "x=");
        assertRefused("without a step", "x=1..5");
        assertRefused("above zero", "x=1..5:0");
        assertRefused("above zero", "x=5..1:1");
        assertRefused("no number", "x=a..5:1");
        assertRefused("no number", "x=1..5:1e-999999999");
        assertRefused("value twice", "x=1,1");
        assertRefused("swept twice", "x=1", "x=2");
        assertRefused("more than 100000 values", "x=0..1:0.0000001");
        assertRefused("more than 100000 runs", "x=1..1000:1", "y=1..1000:1");
        assertRefused("Nothing is to be swept");
    }

    @Property
    void shouldReadOrRefuseWhateverIsWritten(@ForAll @StringLength(max = 30) String text) {
        for (String line : new String[] {text, "x=" + text, "x=1.." + text, "x=" + text + "..9:1"}) {
            try {
                assertTrue(!Grid.parse(List.of(line)).runs().isEmpty());
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().length() > 10);
            }
        }
    }

    private static void assertRefused(String because, String... lines) {
        String message = assertThrows(IllegalArgumentException.class, () -> Grid.parse(List.of(lines)))
                .getMessage();
        assertTrue(message.contains(because), message);
    }
}
