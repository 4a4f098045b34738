package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.Liquidity;

/**
 * What a trade of ours came with beside price and quantity.
 *
 * @param fee what the venue takes; negative is a rebate
 * @param feeCurrency in which it is paid
 * @param liquidity whether the order took or made it; {@code NULL_VAL} when the venue does not say
 * @param tradeDate year, month, day in digits (20261231); 0 when the venue does not say
 * @param settlementDate likewise
 */
public record TradeTerms(double fee, String feeCurrency, Liquidity liquidity, int tradeDate, int settlementDate) {
    /** No fee, and nothing else said. */
    public static TradeTerms none(String currency) {
        return new TradeTerms(0, currency, Liquidity.NULL_VAL, 0, 0);
    }

    /** Those of a fill that is passed on. */
    public static TradeTerms of(Fill fill) {
        return new TradeTerms(
                fill.fee(),
                fill.decoder().fee().currency(),
                fill.liquidity(),
                fill.decoder().tradeDate(),
                fill.decoder().settlementDate());
    }
}
