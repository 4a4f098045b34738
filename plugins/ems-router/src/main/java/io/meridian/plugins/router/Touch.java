package io.meridian.plugins.router;

import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;

/** What is known of one symbol at one venue. */
final class Touch {
    double bid = Double.NaN;
    double ask = Double.NaN;
    double last = Double.NaN;
    BigDecimal lot = BigDecimal.ONE;
    BigDecimal volume = BigDecimal.ZERO;
    MarketPhase phase = MarketPhase.OPEN;
    /** Whether its volume is counted from trades; otherwise it is from bars. */
    boolean hasTrades;

    /** The middle of the quote, or where there is none the last trade, or the close of the last bar. */
    double price() {
        double mid = (bid + ask) / 2;
        return Double.isNaN(mid) ? last : mid;
    }

    /** The best price of a side's own. */
    double near(Side side) {
        return side == Side.BUY ? bid : ask;
    }
}
