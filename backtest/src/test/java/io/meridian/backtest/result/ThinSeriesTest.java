package io.meridian.backtest.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class ThinSeriesTest {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int LIMIT = 128;

    @Test
    void shouldKeepEverythingWhileItIsFew() {
        ThinSeries series = new ThinSeries(1, LIMIT, true);
        for (int i = 0; i < LIMIT; i++) {
            series.set(series.at(i), 0, -i);
        }
        assertEquals(LIMIT, series.size());
        assertEquals(-(LIMIT - 1), series.column(0)[LIMIT - 1]);
    }

    @Test
    void shouldReplaceThePointWhenTheTimeIsTheSame() {
        ThinSeries series = new ThinSeries(2, LIMIT, true);
        series.set(series.at(5), 1, 1);
        series.set(series.at(5), 1, 2);
        assertArrayEquals(new long[] {5}, series.times());
        assertArrayEquals(new double[] {2}, series.column(1));
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() {
        ThinSeries series = new ThinSeries(1, LIMIT, true);
        series.at(5);
        assertThrows(IllegalArgumentException.class, () -> series.at(4));
    }

    @Test
    void shouldStayWithinItsLimitWhenItNeedNotKeepDays() {
        ThinSeries series = new ThinSeries(1, LIMIT, false);
        for (int day = -500; day < 5_000; day++) {
            series.set(series.at(day * DAY_NS), 0, day);
        }
        assertTrue(series.size() <= LIMIT, "size=" + series.size());
        assertEquals(-500, series.column(0)[0]);
        assertEquals(4_999, series.column(0)[series.size() - 1]);
    }

    @Test
    void shouldKeepEachDaysLastPointWhenDaysAreMoreThanTheLimit() {
        ThinSeries series = new ThinSeries(1, LIMIT, true);
        for (int hour = 0; hour < 24 * 1_000; hour++) {
            series.set(series.at(hour * (DAY_NS / 24)), 0, hour % 7);
        }
        series.settle();
        long lasts = Arrays.stream(series.times())
                .filter(time -> time % DAY_NS == 23 * (DAY_NS / 24))
                .count();
        assertEquals(1_000, lasts);
        assertTrue(series.size() <= 3 * 1_000, "size=" + series.size());
    }

    @Property(tries = 200)
    void shouldKeepDayEndsAndExtremesWhateverComes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3_000) int points,
            @ForAll @LongRange(min = 1, max = DAY_NS) long step) {
        Random random = new Random(seed);
        ThinSeries series = new ThinSeries(2, LIMIT, true);
        Map<Long, Double> lastOfDay = new HashMap<>();
        Map<Long, Double> all = new HashMap<>();
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        long time = -points / 2L * step;
        for (int i = 0; i < points; i++) {
            double value = random.nextGaussian();
            int point = series.at(time);
            series.set(point, 0, value);
            series.set(point, 1, -value);
            lastOfDay.put(Math.floorDiv(time, DAY_NS), value);
            all.put(time, value);
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
            time += 1 + (long) (random.nextDouble() * step);
        }
        series.settle();
        double[] values = series.column(0);
        long[] times = series.times();
        assertEquals(highest, Arrays.stream(values).max().orElseThrow());
        assertEquals(lowest, Arrays.stream(values).min().orElseThrow());
        Map<Long, Double> keptOfDay = new HashMap<>();
        for (int i = 0; i < times.length; i++) {
            assertTrue(i == 0 || times[i] > times[i - 1]);
            assertEquals(all.get(times[i]), values[i]);
            assertEquals(-values[i], series.get(i, 1));
            keptOfDay.put(Math.floorDiv(times[i], DAY_NS), values[i]);
        }
        assertEquals(lastOfDay, keptOfDay);
        assertTrue(series.size() <= Math.max(LIMIT, 3 * lastOfDay.size()), "size=" + series.size());
    }
}
