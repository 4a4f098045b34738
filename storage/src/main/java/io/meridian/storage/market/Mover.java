package io.meridian.storage.market;

import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;

/**
 * How far a price went.
 *
 * @param whole all of the time as one bar; it begins with the first trade or bar there was, and ends with the last
 * @param change from its open to its close, as a part of the open: 0.05 is 5 %
 */
public record Mover(StoredBar whole, BigDecimal change) {
    /** Who went the furthest, up or down, is first. */
    public static final Comparator<Mover> FURTHEST_FIRST = Comparator.comparing(
                    (Mover mover) -> mover.change().abs())
            .reversed()
            .thenComparing(mover -> mover.whole().symbol())
            .thenComparing(mover -> mover.whole().venue());

    private static final int DIGITS = 8;

    /** @param whole one whose open is not 0: of 0 there are no parts */
    public static Mover of(StoredBar whole) {
        Decimal open = whole.open();
        BigDecimal moved = whole.close().toBigDecimal().subtract(open.toBigDecimal());
        return new Mover(whole, moved.divide(open.toBigDecimal().abs(), DIGITS, RoundingMode.HALF_EVEN));
    }
}
