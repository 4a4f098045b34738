package io.meridian.backtest.result;

import java.math.BigDecimal;

/**
 * What was still held at the end.
 *
 * @param quantity     below zero when short
 * @param averagePrice that was paid
 * @param price        at the end; null when there never was one
 * @param unrealised   the profit or loss that closing at that price would realise, before fees; null without a price
 */
public record OpenPosition(
        String venue,
        String symbol,
        BigDecimal quantity,
        BigDecimal averagePrice,
        BigDecimal price,
        BigDecimal unrealised) {}
