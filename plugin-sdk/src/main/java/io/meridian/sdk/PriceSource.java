package io.meridian.sdk;

import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;

/** Where prices come from: one kind of data, since prices of several kinds would make moves of their difference. */
public enum PriceSource {
    /** The close of each bar that is over. */
    BAR {
        @Override
        public double price(MarketData data) {
            return data instanceof Bar bar && !bar.isPartial() ? bar.close() : Double.NaN;
        }
    },
    /** The middle of each quote. */
    QUOTE {
        @Override
        public double price(MarketData data) {
            return data instanceof Quote quote ? quote.mid() : Double.NaN;
        }
    },
    /** Each trade's price. */
    TRADE {
        @Override
        public double price(MarketData data) {
            return data instanceof Trade trade ? trade.price() : Double.NaN;
        }
    };

    /** The price in it; {@code NaN} when there is none, or when it comes from elsewhere. */
    public abstract double price(MarketData data);
}
