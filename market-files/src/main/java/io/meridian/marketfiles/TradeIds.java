package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.TradeDecoder;

/** What a venue calls a trade, as the trading schema can hold it. */
final class TradeIds {
    private TradeIds() {}

    /** @throws BadRow when it does not fit */
    static void check(CharSequence id) {
        if (id.length() > TradeDecoder.tradeIdLength()) {
            throw new BadRow(Columns.ID, id, "expected at most " + TradeDecoder.tradeIdLength() + " characters");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~') {
                throw new BadRow(Columns.ID, id, "expected plain ASCII");
            }
        }
    }
}
