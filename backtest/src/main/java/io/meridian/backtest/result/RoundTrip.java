package io.meridian.backtest.result;

import java.math.BigDecimal;

/**
 * A position from the fill that opened it to the fill that left nothing of it: one trade, however many fills it took. A fill that turns a long
 * position into a short one ends a round trip and begins the next; its fee is shared by quantity.
 *
 * @param quantity the most that was held, above zero
 * @param profit   after fees
 */
public record RoundTrip(
        String venue,
        String symbol,
        boolean bought,
        long openedNs,
        long closedNs,
        BigDecimal quantity,
        BigDecimal profit,
        BigDecimal fees) {}
