package io.meridian.backtest.result;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;

/**
 * A fill of the portfolio.
 *
 * @param quantity      above zero
 * @param fee           what was paid; below zero: a rebate
 * @param decisionPrice the price at which the order was decided; null when unknown
 * @param realised      the profit or loss of what it closed, at average cost and before fees; null when it closed nothing
 */
public record Execution(
        long timeNs,
        String orderId,
        String venue,
        String symbol,
        Side side,
        Decimal quantity,
        Decimal price,
        Decimal fee,
        Decimal decisionPrice,
        BigDecimal realised) {
    public boolean isBuy() {
        return side == Side.BUY;
    }
}
