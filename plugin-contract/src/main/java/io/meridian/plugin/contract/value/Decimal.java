package io.meridian.plugin.contract.value;

import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact number of at most 63 bits and 0 to 18 digits after the point. {@link Decimals} does the same without objects.
 *
 * <p>Two are equal when their numbers are: 1.5 and 1.50 are equal, and print as they are written.
 */
public record Decimal(long mantissa, int scale) implements Comparable<Decimal> {
    public static final Decimal ZERO = new Decimal(0, 0);
    public static final Decimal ONE = new Decimal(1, 0);

    // The text of a number between these has no exponent, and with so few places its digits are exact as a double.
    private static final double LEAST_PLAIN = 1e-3;
    private static final double ABOVE_PLAIN = 1e7;
    private static final int MOST_PLACES = 6;

    public Decimal {
        Decimals.requirePresent(mantissa);
        Decimals.requireScale(scale);
    }

    public static Decimal of(long value) {
        return new Decimal(value, 0);
    }

    /**
     * @param text such as {@code -12.50}; its digits after the point are the scale
     * @throws NumberFormatException when it is no number
     * @throws ArithmeticException when it does not fit 63 bits, or has more than 18 digits after the point that matter
     */
    public static Decimal parse(CharSequence text) {
        int scale = Math.min(DecimalText.scale(text), Decimals.MAX_SCALE);
        return new Decimal(DecimalText.parse(text, scale), scale);
    }

    /**
     * @throws ArithmeticException when it does not fit 63 bits, or has more than 18 digits after the point that matter
     */
    public static Decimal of(BigDecimal value) {
        BigDecimal fitting = value.scale() < 0
                ? value.setScale(0)
                : value.scale() > Decimals.MAX_SCALE
                        ? value.setScale(Decimals.MAX_SCALE, RoundingMode.UNNECESSARY)
                        : value;
        // Not by its unscaled value, which would be a BigInteger.
        return new Decimal(fitting.scaleByPowerOfTen(fitting.scale()).longValueExact(), fitting.scale());
    }

    /**
     * As {@link BigDecimal#valueOf(double)}, digit for digit, but quick for such numbers as prices and quantities are: no text is made of them.
     */
    public static BigDecimal exact(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= LEAST_PLAIN && magnitude < ABOVE_PLAIN || value == 0) {
            long power = 1;
            for (int scale = 1; scale <= MOST_PLACES; scale++) {
                power *= 10;
                double scaled = Math.rint(value * power);
                if (scaled / power == value) {
                    return BigDecimal.valueOf((long) scaled, scale);
                }
            }
        }
        return BigDecimal.valueOf(value);
    }

    /** Rounded from the exact value of a binary number. */
    public static Decimal fromDouble(double value, int scale, RoundingMode rounding) {
        return new Decimal(Decimals.fromDouble(value, scale, rounding), scale);
    }

    /** What a message holds. @throws ArithmeticException when it is absent there */
    public static Decimal read(DecimalDecoder decoder) {
        return new Decimal(decoder.mantissa(), decoder.scale());
    }

    /** What a message holds, or {@code other} when it is absent there. */
    public static Decimal readOr(DecimalDecoder decoder, Decimal other) {
        long mantissa = decoder.mantissa();
        return Decimals.isAbsent(mantissa) ? other : new Decimal(mantissa, decoder.scale());
    }

    public void write(DecimalEncoder encoder) {
        encoder.mantissa(mantissa).scale((byte) scale);
    }

    /** Writes that a message holds no number here. */
    public static void writeAbsent(DecimalEncoder encoder) {
        encoder.mantissa(Decimals.ABSENT).scale((byte) 0);
    }

    public Decimal plus(Decimal other) {
        return new Decimal(Decimals.add(mantissa, scale, other.mantissa, other.scale), Math.max(scale, other.scale));
    }

    public Decimal minus(Decimal other) {
        return new Decimal(
                Decimals.subtract(mantissa, scale, other.mantissa, other.scale), Math.max(scale, other.scale));
    }

    public Decimal times(Decimal other, int toScale, RoundingMode rounding) {
        return new Decimal(Decimals.multiply(mantissa, scale, other.mantissa, other.scale, toScale, rounding), toScale);
    }

    /** @throws ArithmeticException when {@code other} is zero, too */
    public Decimal dividedBy(Decimal other, int toScale, RoundingMode rounding) {
        return new Decimal(Decimals.divide(mantissa, scale, other.mantissa, other.scale, toScale, rounding), toScale);
    }

    public Decimal withScale(int toScale, RoundingMode rounding) {
        return new Decimal(Decimals.rescale(mantissa, scale, toScale, rounding), toScale);
    }

    public Decimal negated() {
        return new Decimal(-mantissa, scale);
    }

    public Decimal abs() {
        return mantissa < 0 ? negated() : this;
    }

    public int signum() {
        return Long.signum(mantissa);
    }

    public boolean isZero() {
        return mantissa == 0;
    }

    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(mantissa, scale);
    }

    public double toDouble() {
        return Decimals.toDouble(mantissa, scale);
    }

    @Override
    public int compareTo(Decimal other) {
        return Decimals.compare(mantissa, scale, other.mantissa, other.scale);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decimal decimal && compareTo(decimal) == 0;
    }

    @Override
    public int hashCode() {
        long digits = mantissa;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        return Long.hashCode(digits) * 31 + places;
    }

    @Override
    public String toString() {
        return DecimalText.format(mantissa, scale);
    }
}
