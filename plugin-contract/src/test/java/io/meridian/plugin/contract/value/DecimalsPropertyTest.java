package io.meridian.plugin.contract.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every operation against {@link BigDecimal}, on numbers of all sizes and on those at the edges. */
final class DecimalsPropertyTest {
    private static final int CASES = 100_000;
    private static final RoundingMode[] ROUNDINGS = RoundingMode.values();
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final SplittableRandom random = new SplittableRandom(20_260_701);
    private int exact;
    private int failed;

    @Test
    void shouldAddAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            long b = mantissa();
            int s = scale();
            int t = scale();
            int to = scale();
            RoundingMode rounding = rounding();
            check(
                    () -> BigDecimal.valueOf(a, s).add(BigDecimal.valueOf(b, t)).setScale(to, rounding),
                    () -> Decimals.add(a, s, b, t, to, rounding),
                    () -> a + " " + s + " + " + b + " " + t + " to " + to + " " + rounding);
            check(
                    () -> BigDecimal.valueOf(a, s).subtract(BigDecimal.valueOf(b, t)),
                    () -> Decimals.subtract(a, s, b, t),
                    () -> a + " " + s + " - " + b + " " + t);
        }
        assertBothWereSeen();
    }

    @Test
    void shouldMultiplyAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            long b = mantissa();
            int s = scale();
            int t = scale();
            int to = scale();
            RoundingMode rounding = rounding();
            check(
                    () -> BigDecimal.valueOf(a, s)
                            .multiply(BigDecimal.valueOf(b, t))
                            .setScale(to, rounding),
                    () -> Decimals.multiply(a, s, b, t, to, rounding),
                    () -> a + " " + s + " * " + b + " " + t + " to " + to + " " + rounding);
        }
        assertBothWereSeen();
    }

    @Test
    void shouldDivideAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            long b = mantissa();
            int s = scale();
            int t = scale();
            int to = scale();
            RoundingMode rounding = rounding();
            check(
                    () -> BigDecimal.valueOf(a, s).divide(BigDecimal.valueOf(b, t), to, rounding),
                    () -> Decimals.divide(a, s, b, t, to, rounding),
                    () -> a + " " + s + " / " + b + " " + t + " to " + to + " " + rounding);
        }
        assertBothWereSeen();
    }

    @Test
    void shouldRescaleAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            int s = scale();
            int to = scale();
            RoundingMode rounding = rounding();
            check(
                    () -> BigDecimal.valueOf(a, s).setScale(to, rounding),
                    () -> Decimals.rescale(a, s, to, rounding),
                    () -> a + " " + s + " to " + to + " " + rounding);
        }
        assertBothWereSeen();
    }

    @Test
    void shouldRoundHalvesAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            int digits = 1 + random.nextInt(18);
            long half = Wide.power(digits) / 2 + random.nextInt(-1, 2);
            long a = (random.nextLong() / 4 / Wide.power(digits) * Wide.power(digits) + half)
                    * (random.nextBoolean() ? 1 : -1);
            RoundingMode rounding = rounding();
            check(
                    () -> BigDecimal.valueOf(a, digits).setScale(0, rounding),
                    () -> Decimals.rescale(a, digits, 0, rounding),
                    () -> a + " " + digits + " to 0 " + rounding);
            check(
                    () -> BigDecimal.valueOf(a, digits)
                            .multiply(BigDecimal.valueOf(1, 18))
                            .setScale(18, rounding),
                    () -> Decimals.multiply(a, digits, 1, 18, 18, rounding),
                    () -> a + " " + digits + " * 1e-18 to 18 " + rounding);
            check(
                    () -> BigDecimal.valueOf(a, digits).divide(BigDecimal.valueOf(2), 18, rounding),
                    () -> Decimals.divide(a, digits, 2, 0, 18, rounding),
                    () -> a + " " + digits + " / 2 to 18 " + rounding);
        }
    }

    @Test
    void shouldCompareAsBigDecimalDoes() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            int s = scale();
            int t = scale();
            // Half of the pairs are near each other or the same number at two scales.
            long b = random.nextBoolean() ? mantissa() : near(a, s, t);
            int expected = BigDecimal.valueOf(a, s).compareTo(BigDecimal.valueOf(b, t));
            String text = a + " " + s + " ? " + b + " " + t;
            assertEquals(expected, Integer.signum(Decimals.compare(a, s, b, t)), text);
            Decimal one = new Decimal(a, s);
            Decimal other = new Decimal(b, t);
            assertEquals(expected == 0, one.equals(other), text);
            if (expected == 0) {
                assertEquals(one.hashCode(), other.hashCode(), text);
                exact++;
            }
        }
        assertTrue(exact > 1_000, "pairs of equal numbers: " + exact);
    }

    private long near(long a, int s, int t) {
        BigInteger scaled = BigDecimal.valueOf(a, s)
                .setScale(t, RoundingMode.DOWN)
                .unscaledValue()
                .add(BigInteger.valueOf(random.nextInt(-1, 2)));
        return scaled.abs().compareTo(LARGEST) <= 0 ? scaled.longValue() : mantissa();
    }

    @Test
    void shouldReadWhatItWrote() {
        for (int i = 0; i < CASES; i++) {
            Decimal value = new Decimal(mantissa(), scale());
            String text = value.toString();
            assertEquals(BigDecimal.valueOf(value.mantissa(), value.scale()).toPlainString(), text);
            Decimal read = Decimal.parse(text);
            assertEquals(value.mantissa(), read.mantissa(), text);
            assertEquals(value.scale(), read.scale(), text);
            assertEquals(value, Decimal.of(value.toBigDecimal()));
        }
    }

    @Test
    void shouldTakeDoublesExactly() {
        for (int i = 0; i < CASES; i++) {
            double value = number();
            int to = scale();
            RoundingMode rounding = rounding();
            check(
                    () -> new BigDecimal(value).setScale(to, rounding),
                    () -> Decimals.fromDouble(value, to, rounding),
                    () -> value + " to " + to + " " + rounding);
        }
        assertBothWereSeen();
    }

    private double number() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case 1 -> random.nextInt(1_000_000) / 64.0 * (random.nextBoolean() ? 1 : -1);
            case 2 -> random.nextDouble(-1e9, 1e9);
            default -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-130, 70));
        };
    }

    @Test
    void shouldGiveTheNearestDouble() {
        for (int i = 0; i < CASES; i++) {
            long a = mantissa();
            int s = scale();
            assertEquals(BigDecimal.valueOf(a, s).doubleValue(), Decimals.toDouble(a, s), a + " " + s);
        }
    }

    @Test
    void shouldBringPricesThroughDoublesUnchanged() {
        for (int i = 0; i < CASES; i++) {
            int scale = random.nextInt(9);
            long mantissa = random.nextLong(-1_000_000_000_000_000L, 1_000_000_000_000_000L);
            double price = Decimals.toDouble(mantissa, scale);
            assertEquals(mantissa, Decimals.fromDouble(price, scale, RoundingMode.HALF_EVEN), price + " " + scale);
        }
    }

    /** The same mantissa, or an error where the result is not exact or needs more than 63 bits. */
    private void check(Supplier<BigDecimal> expected, LongSupplier actual, Supplier<String> text) {
        BigInteger mantissa = null;
        try {
            mantissa = expected.get().unscaledValue();
        } catch (ArithmeticException e) {
            // Not exact, or a division by zero: ours is to fail too.
        }
        if (mantissa != null && mantissa.abs().compareTo(LARGEST) > 0) {
            mantissa = null;
        }
        long result;
        try {
            result = actual.getAsLong();
        } catch (ArithmeticException e) {
            if (mantissa != null) {
                fail(text.get() + ": expected " + mantissa, e);
            }
            failed++;
            return;
        }
        if (mantissa == null || mantissa.longValue() != result) {
            fail(text.get() + ": expected " + mantissa + ", was " + result);
        }
        exact++;
    }

    private void assertBothWereSeen() {
        assertTrue(exact > CASES / 20, "results: " + exact);
        assertTrue(failed > CASES / 100, "failures: " + failed);
    }

    private long mantissa() {
        long value = random.nextLong() >> random.nextInt(64);
        long edge = switch (random.nextInt(20)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(3);
            case 1 -> -Long.MAX_VALUE + random.nextInt(3);
            case 2 -> Wide.power(random.nextInt(19));
            case 3 -> 5 * Wide.power(random.nextInt(18));
            case 4 -> 1L << random.nextInt(63);
            case 5 -> 0;
            default -> value;
        };
        return edge == Decimals.ABSENT ? 1 : edge;
    }

    private int scale() {
        return random.nextInt(Decimals.MAX_SCALE + 1);
    }

    private RoundingMode rounding() {
        return ROUNDINGS[random.nextInt(ROUNDINGS.length)];
    }

    @Test
    void shouldDivideWideNumbersAsBigIntegerDoes() {
        BigInteger base = BigInteger.ONE.shiftLeft(64);
        for (int i = 0; i < CASES; i++) {
            long divisor = Math.max(1, random.nextLong() >>> 1 + random.nextInt(62));
            long high = Long.remainderUnsigned(random.nextLong(), divisor);
            long low = random.nextInt(4) == 0 ? -1 - random.nextInt(3) : random.nextLong();
            BigInteger number = BigInteger.valueOf(high)
                    .multiply(base)
                    .add(new BigDecimal(Long.toUnsignedString(low), MathContext.UNLIMITED).toBigInteger());
            assertEquals(
                    number.divide(BigInteger.valueOf(divisor)).longValue(),
                    Wide.divide(high, low, divisor),
                    high + " " + low + " / " + divisor);
        }
    }
}
