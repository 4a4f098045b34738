package io.meridian.plugins.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Where no source is named, the expected figures are worked out by hand beside each, from the definition of the schedule. */
final class ScheduleTest {
    private static final Schedule SHARES = new Schedule(BigDecimal.ONE);

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    private static BigDecimal[] weights(String... numbers) {
        BigDecimal[] weights = new BigDecimal[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            weights[i] = of(numbers[i]);
        }
        return weights;
    }

    @Test
    void shouldSpreadAnOrderEvenlyOverTime() {
        // 1000 shares in 6 slices: 166.67 a slice, whole shares, rounded down, and all of it in the last.
        List<String> due = new ArrayList<>();
        for (long minute = -1; minute <= 60; minute += 10) {
            due.add(SHARES.evenly(of("1000"), 0, 60, 6, minute).toPlainString());
        }
        assertEquals(List.of("0", "166", "333", "500", "666", "833", "1000"), due);
    }

    /**
     * R. Almgren and N. Chriss, "Optimal execution of portfolio transactions" (2000), the strategy of least impact, {@code x(k) = (N - k) X / N},
     * with the figures of their table 1: a million shares, five days, five periods.
     */
    @Test
    void shouldHoldWhatAlmgrenAndChrissHoldWhenItSellsAtAConstantRate() {
        BigDecimal holdings = of("1000000");
        List<String> held = new ArrayList<>();
        for (long day = -1; day < 5; day++) {
            held.add(holdings.subtract(SHARES.evenly(holdings, 0, 5, 5, day)).toPlainString());
        }
        assertEquals(List.of("1000000", "800000", "600000", "400000", "200000", "0"), held);
    }

    @Test
    void shouldFollowAVolumeCurve() {
        // Weights 5, 3, 2 of 10: 50 %, 80 %, all.
        assertEquals(of("500"), SHARES.byCurve(of("1000"), 0, 30, weights("5", "3", "2"), 0));
        assertEquals(of("800"), SHARES.byCurve(of("1000"), 0, 30, weights("5", "3", "2"), 15));
        assertEquals(of("1000"), SHARES.byCurve(of("1000"), 0, 30, weights("5", "3", "2"), 20));
    }

    @Test
    void shouldTakeItsShareOfWhatTheMarketTrades() {
        // To be 20 % of all, we trade 1 for every 4 of the others.
        assertEquals(of("250"), SHARES.byVolume(of("1000"), of("1000"), of("0.2")));
        assertEquals(of("1000"), SHARES.byVolume(of("1000"), of("9000"), of("0.2")));
        assertEquals(of("1000"), SHARES.byVolume(of("1000"), BigDecimal.ZERO, BigDecimal.ONE));
    }

    @Test
    void shouldBeWholeLotsNeverLessThanBeforeAndInTheEndAll() {
        SplittableRandom random = new SplittableRandom(17);
        for (int run = 0; run < 2_000; run++) {
            BigDecimal lot = BigDecimal.valueOf(random.nextLong(1, 200), random.nextInt(4));
            BigDecimal quantity = lot.multiply(BigDecimal.valueOf(random.nextLong(1, 5_000)));
            int slices = random.nextInt(1, 50);
            BigDecimal[] curve = new BigDecimal[slices];
            for (int i = 0; i < slices; i++) {
                curve[i] = BigDecimal.valueOf(random.nextLong(1, 1_000), 1);
            }
            Schedule schedule = new Schedule(lot);
            BigDecimal evenly = BigDecimal.ZERO;
            BigDecimal byCurve = BigDecimal.ZERO;
            for (long now = -5; now <= 1_000; now += random.nextInt(1, 90)) {
                evenly = advanced(evenly, schedule.evenly(quantity, 0, 1_000, slices, now), quantity, lot);
                byCurve = advanced(byCurve, schedule.byCurve(quantity, 0, 1_000, curve, now), quantity, lot);
            }
            assertEquals(0, schedule.evenly(quantity, 0, 1_000, slices, 1_000).compareTo(quantity));
            assertEquals(0, schedule.byCurve(quantity, 0, 1_000, curve, 1_000).compareTo(quantity));
        }
    }

    private static BigDecimal advanced(BigDecimal before, BigDecimal now, BigDecimal most, BigDecimal lot) {
        assertTrue(now.compareTo(before) >= 0 && now.compareTo(most) <= 0, before + " then " + now + " of " + most);
        assertEquals(0, now.remainder(lot).signum(), () -> now + " is no multiple of " + lot);
        return now;
    }
}
