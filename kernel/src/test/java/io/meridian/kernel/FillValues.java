package io.meridian.kernel;

import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Side;

/** A fill for tests. */
record FillValues(
        String tradeId,
        String order,
        String placement,
        String referenced,
        String venue,
        Side side,
        FillKind kind,
        String price,
        String quantity,
        String fee,
        String feeCurrency,
        int tradeDate,
        int settlementDate) {
    static FillValues of(String tradeId, String order, Side side, String price, String quantity) {
        return new FillValues(tradeId, order, "", "", "XNAS", side, FillKind.NEW, price, quantity, "0", "", 0, 0);
    }

    FillValues about(FillKind newKind, String referencedTrade) {
        return new FillValues(
                tradeId,
                order,
                placement,
                referencedTrade,
                venue,
                side,
                newKind,
                price,
                quantity,
                fee,
                feeCurrency,
                tradeDate,
                settlementDate);
    }

    FillValues in(String newPlacement) {
        return new FillValues(
                tradeId,
                order,
                newPlacement,
                referenced,
                venue,
                side,
                kind,
                price,
                quantity,
                fee,
                feeCurrency,
                tradeDate,
                settlementDate);
    }

    FillValues costing(String newFee, String currency) {
        return new FillValues(
                tradeId,
                order,
                placement,
                referenced,
                venue,
                side,
                kind,
                price,
                quantity,
                newFee,
                currency,
                tradeDate,
                settlementDate);
    }

    FillValues on(int newTradeDate, int newSettlementDate) {
        return new FillValues(
                tradeId,
                order,
                placement,
                referenced,
                venue,
                side,
                kind,
                price,
                quantity,
                fee,
                feeCurrency,
                newTradeDate,
                newSettlementDate);
    }
}
