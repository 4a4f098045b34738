package io.meridian.plugin.contract.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

    @Test
    void shouldSayTheNumbersWhenASumOverflows() {
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> Decimals.add(Long.MAX_VALUE, 2, 1, 2));
        assertEquals(
                "overflow: operation=add mantissa1=9223372036854775807 scale1=2 mantissa2=1 scale2=2 toScale=2",
                e.getMessage());
        assertTrue(assertThrows(
                        ArithmeticException.class,
                        () -> Decimals.multiply(Long.MAX_VALUE, 0, 11, 1, 0, RoundingMode.UP))
                .getMessage()
                .contains("operation=multiply mantissa1=9223372036854775807"));
        assertTrue(assertThrows(
                        ArithmeticException.class, () -> Decimals.divide(Long.MAX_VALUE, 0, 9, 1, 0, RoundingMode.UP))
                .getMessage()
                .contains("operation=divide mantissa1=9223372036854775807"));
    }

    @Test
    void shouldRefuseAbsentNumbersAndWrongScales() {
        assertThrows(ArithmeticException.class, () -> Decimals.add(Decimals.ABSENT, 0, 1, 0));
        assertThrows(ArithmeticException.class, () -> new Decimal(Decimals.ABSENT, 0));
        assertThrows(IllegalArgumentException.class, () -> new Decimal(1, 19));
        assertThrows(IllegalArgumentException.class, () -> Decimals.compare(1, -1, 1, 0));
        assertThrows(ArithmeticException.class, () -> Decimals.divide(1, 0, 0, 0, 0, RoundingMode.UP));
        assertThrows(ArithmeticException.class, () -> Decimals.fromDouble(Double.NaN, 0, RoundingMode.UP));
        assertEquals(Double.NaN, Decimals.toDouble(Decimals.ABSENT, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+", ".", ".5", "5.", "1..2", "1.2.3", "1e5", " 1", "1 ", "0x1", "NaN", "1,000", "--1"})
    void shouldRefuseWhatIsNoNumber(String text) {
        assertThrows(NumberFormatException.class, () -> Decimal.parse(text));
    }

    @Test
    void shouldParseAtAScale() {
        assertEquals(1250, Decimals.parse("12.5", 2));
        assertEquals(1250, Decimals.parse("+12.5000", 2));
        assertEquals(-7, Decimals.parse("-0.07", 2));
        assertThrows(ArithmeticException.class, () -> Decimals.parse("0.001", 2));
        assertThrows(ArithmeticException.class, () -> Decimals.parse("9223372036854775808", 0));
        assertThrows(ArithmeticException.class, () -> Decimals.parse("92233720368547758.08", 2));
        assertEquals(Long.MAX_VALUE, Decimals.parse("9223372036854775807", 0));
        assertEquals(18, Decimal.parse("1.0000000000000000000").scale());
    }

    @Test
    void shouldBeEqualWhenTheNumbersAre() {
        assertEquals(Decimal.parse("1.5"), Decimal.parse("1.500"));
        assertEquals(Decimal.parse("1.5").hashCode(), Decimal.parse("1.500").hashCode());
        assertNotEquals(Decimal.parse("1.5"), Decimal.parse("1.501"));
        assertEquals("1.500", Decimal.parse("1.500").toString());
        assertEquals("-0.05", Decimal.parse("-0.05").toString());
    }

    @Test
    void shouldCalculate() {
        Decimal price = Decimal.parse("101.25");
        assertEquals(Decimal.parse("101.3"), price.plus(Decimal.parse("0.05")));
        assertEquals(Decimal.parse("101.2"), price.minus(Decimal.parse("0.05")));
        assertEquals(Decimal.parse("303.8"), price.times(Decimal.of(3), 1, RoundingMode.HALF_EVEN));
        assertEquals(Decimal.parse("33.75"), price.dividedBy(Decimal.of(3), 2, RoundingMode.UNNECESSARY));
        assertEquals(Decimal.parse("101.2"), price.withScale(1, RoundingMode.HALF_EVEN));
        assertEquals(Decimal.of(new BigDecimal("1e3")), Decimal.of(1000));
        assertEquals(-1, price.negated().signum());
        assertEquals(price, price.negated().abs());
        assertThrows(ArithmeticException.class, () -> price.withScale(1, RoundingMode.UNNECESSARY));
    }

    @Test
    void shouldGoThroughAMessage() {
        Decimal price = Decimal.parse("-101.25");
        price.write(new DecimalEncoder().wrap(buffer, 3));
        DecimalDecoder decoder = new DecimalDecoder().wrap(buffer, 3);
        assertEquals(price, Decimal.read(decoder));
        Decimal.writeAbsent(new DecimalEncoder().wrap(buffer, 3));
        assertEquals(DecimalDecoder.mantissaNullValue(), decoder.mantissa());
        assertThrows(ArithmeticException.class, () -> Decimal.read(decoder));
        assertEquals(Decimal.ONE, Decimal.readOr(decoder, Decimal.ONE));
    }

    @Test
    void shouldKeepCurrenciesApart() {
        Money euros = Money.of("12.50", "EUR");
        assertEquals(Money.of("13", "EUR"), euros.plus(Money.of("0.5", "EUR")));
        assertEquals(Money.of("25", "EUR"), euros.times(Decimal.of(2), 2, RoundingMode.UNNECESSARY));
        assertEquals("12.50 EUR", euros.toString());
        Money dollars = Money.of("1", "USD");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> euros.plus(dollars));
        assertEquals("currency=EUR and currency=USD are not the same", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> euros.compareTo(dollars));
        assertThrows(IllegalArgumentException.class, () -> Money.of("1", "eur"));
        assertThrows(IllegalArgumentException.class, () -> Money.of("1", ""));
        euros.negated().write(new MoneyEncoder().wrap(buffer, 5));
        assertEquals(Money.of("-12.5", "EUR"), Money.read(new MoneyDecoder().wrap(buffer, 5)));
    }

    @Test
    void shouldGiveTheDigitsOfABinaryNumberAsItsTextHasThem() {
        double[] special = {
            0, -0.0, 1, -1, 0.001, 0.000_999, 9_999_999.999_999, 1e7, 1e-5, 0.1, 2.675, 1e22, Double.MIN_VALUE, Math.PI
        };
        for (double value : special) {
            assertEquals(BigDecimal.valueOf(value), Decimal.exact(value));
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            double price = Math.rint(random.nextDouble() * 1e6) / Math.pow(10, random.nextInt(9));
            double any = Double.longBitsToDouble(random.nextLong());
            double near = random.nextBoolean() ? Math.nextUp(price) : -price;
            for (double value : new double[] {price, near, Double.isFinite(any) ? any : 0}) {
                // Equal are two of the same digits and the same scale.
                assertEquals(BigDecimal.valueOf(value), Decimal.exact(value));
            }
        }
        assertThrows(NumberFormatException.class, () -> Decimal.exact(Double.NaN));
        assertThrows(NumberFormatException.class, () -> Decimal.exact(Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldAllocateNothingOnPrimitives() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        StringBuilder text = new StringBuilder(64);
        long sum = work(text, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += work(text, 20_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2_000, "allocated=" + allocated + " sum=" + sum);
    }

    private static long work(StringBuilder text, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += Decimals.multiply(123_456_789_012L + i, 4, 987_654_321_987L, 8, 2, RoundingMode.HALF_EVEN);
            sum += Decimals.divide(123_456_789_012L + i, 4, 987_654_321_987L, 8, 6, RoundingMode.HALF_EVEN);
            sum += Decimals.add(i, 2, sum & 0xFFFF, 4);
            sum += Decimals.fromDouble(i * 0.1, 4, RoundingMode.HALF_EVEN);
            sum += Decimals.parse("-12.50", 4);
            text.setLength(0);
            Decimals.format(sum & 0xFFFFFF, 4, text);
            sum &= 0xFFFFFFFFL;
        }
        return sum;
    }
}
