package io.meridian.plugin.contract.value;

import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact amount and its currency. Amounts of two currencies are never added or compared: that is an
 * {@link IllegalArgumentException}.
 */
public record Money(Decimal amount, String currency) implements Comparable<Money> {
    private static final int MAX_CURRENCY = 8;

    public Money {
        Objects.requireNonNull(amount, "amount");
        if (!isCurrency(currency)) {
            throw new IllegalArgumentException(
                    "currency=" + currency + " is not one to " + MAX_CURRENCY + " capital letters or digits");
        }
    }

    private static boolean isCurrency(String currency) {
        if (currency == null || currency.isEmpty() || currency.length() > MAX_CURRENCY) {
            return false;
        }
        for (int i = 0; i < currency.length(); i++) {
            char c = currency.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    public static Money of(CharSequence amount, String currency) {
        return new Money(Decimal.parse(amount), currency);
    }

    /** What a message holds. @throws ArithmeticException when it is absent there */
    public static Money read(MoneyDecoder decoder) {
        return new Money(new Decimal(decoder.mantissa(), decoder.scale()), decoder.currency());
    }

    public void write(MoneyEncoder encoder) {
        encoder.mantissa(amount.mantissa()).scale((byte) amount.scale()).currency(currency);
    }

    /** Writes that a message holds no amount here. */
    public static void writeAbsent(MoneyEncoder encoder) {
        encoder.mantissa(Decimals.ABSENT).scale((byte) 0).currency("");
    }

    public Money plus(Money other) {
        requireSame(other);
        return new Money(amount.plus(other.amount), currency);
    }

    public Money minus(Money other) {
        requireSame(other);
        return new Money(amount.minus(other.amount), currency);
    }

    public Money times(Decimal factor, int toScale, RoundingMode rounding) {
        return new Money(amount.times(factor, toScale, rounding), currency);
    }

    public Money negated() {
        return new Money(amount.negated(), currency);
    }

    @Override
    public int compareTo(Money other) {
        requireSame(other);
        return amount.compareTo(other.amount);
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "currency=" + currency + " and currency=" + other.currency + " are not the same");
        }
    }

    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
