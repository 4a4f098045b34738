package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTextTest {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final NumberText number = new NumberText();

    private String parse(String text) {
        return number.parse(("x" + text + "x").toCharArray(), 1, text.length() + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "12.50, 1250, 2",
        "-0.000000000000000001, -1, 18",
        "9223372036854775807, 9223372036854775807, 0",
        "1e-05, 1, 5",
        "1.5E3, 1500, 0",
        "+.5, 5, 1",
        "5., 5, 0",
        "0e99999999999, 0, 0",
        "1.00000000000000000000000, 1000000000000000000, 18",
        "0.30000000000000004, 30000000000000004, 17"
    })
    void shouldReadDigitForDigitWhenTextIsANumber(String text, long mantissa, int scale) {
        assertNull(parse(text), text);
        assertEquals(mantissa, number.mantissa());
        assertEquals(scale, number.scale());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,000", "0x10", "1 2", "--1", "12a", "∞", "٣", "1e5.5"
            })
    void shouldSayWhatIsExpectedWhenTextIsNoNumber(String text) {
        assertEquals("expected a number such as 12.50", parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e19", "1e-19", "1234567890.12345678901", "1e2147483648"})
    void shouldRefuseWhenANumberDoesNotFit(String text) {
        assertNotNull(parse(text));
    }

    @Test
    void shouldAgreeWithBigDecimalWhenTextsAreRandom() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text = randomNumber(random);
            BigDecimal exact = new BigDecimal(text);
            String problem = parse(text);
            if (problem == null) {
                assertEquals(0, exact.compareTo(BigDecimal.valueOf(number.mantissa(), number.scale())), text);
            } else {
                BigDecimal bare = exact.stripTrailingZeros();
                boolean fits = bare.scale() <= 18
                        && bare.setScale(Math.max(0, bare.scale()))
                                        .unscaledValue()
                                        .abs()
                                        .compareTo(LARGEST)
                                <= 0;
                assertEquals(false, fits, () -> text + ": " + problem);
            }
        }
    }

    private static String randomNumber(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int digits = random.nextInt(1, 22);
        for (int i = 0; i < digits; i++) {
            text.append(random.nextInt(3) == 0 ? '0' : (char) ('0' + random.nextInt(10)));
        }
        if (random.nextInt(3) > 0) {
            text.insert(random.nextInt(text.charAt(0) == '-' ? 1 : 0, text.length() + 1), '.');
        }
        if (random.nextInt(4) == 0) {
            text.append('e').append(random.nextInt(-25, 25));
        }
        return text.toString();
    }

    @Test
    void shouldReadBackTheSameWhenANumberWasBinary() {
        Random random = new Random(8);
        for (int i = 0; i < 200_000; i++) {
            double value = switch (i % 3) {
                case 0 -> random.nextInt(1_000_000) / 100.0;
                case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(8));
                default -> random.nextGaussian();
            };
            String problem = number.read(value);
            if (problem == null) {
                assertEquals(
                        value,
                        BigDecimal.valueOf(number.mantissa(), number.scale()).doubleValue());
            } else {
                // Only what needs more digits than there are.
                assertEquals(true, new BigDecimal(Double.toString(value)).scale() > 18, () -> value + ": " + problem);
            }
        }
        assertNotNull(number.read(Double.POSITIVE_INFINITY));
        assertNotNull(number.read(Double.NaN));
        assertNotNull(number.read(1e300));
    }
}
