package io.meridian.storage.market;

import io.meridian.plugin.contract.value.Decimal;

/**
 * A bar that was made of what is stored.
 *
 * @param beginNs epoch nanoseconds
 * @param endNs the first that is not of it
 * @param volume null where a part of it has none
 * @param parts of how many bars or trades it was made
 * @param partNs how long the bars are that it was made of; 0: of trades
 */
public record StoredBar(
        long beginNs,
        long endNs,
        String venue,
        String symbol,
        String currency,
        Decimal open,
        Decimal high,
        Decimal low,
        Decimal close,
        Decimal volume,
        long parts,
        long partNs) {}
