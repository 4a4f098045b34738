package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;

/**
 * What an instrument is, as a file says.
 *
 * @param tickSize prices are multiples of it
 * @param lotSize quantities are multiples of it
 * @param settlementDays business days from trade to settlement
 * @param title what people call it
 */
public record InstrumentDefinition(
        String venue,
        String symbol,
        String currency,
        InstrumentKind kind,
        Decimal tickSize,
        Decimal lotSize,
        int settlementDays,
        String title) {}
