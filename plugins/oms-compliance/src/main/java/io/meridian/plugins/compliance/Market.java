package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Listing;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Instrument;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What is known of instruments: price, phase, lot, volume. Only looked up, never gone through, so its order leaks nowhere. */
final class Market {
    /** Bars may be of all venues together. */
    private static final String ALL_VENUES = "ALL";

    private final Map<String, Map<String, State>> byVenue = new HashMap<>();

    /** Of one instrument. */
    static final class State {
        private String currency = "";
        private double bid = Double.NaN;
        private double ask = Double.NaN;
        private double last = Double.NaN;
        private MarketPhase phase;
        private BigDecimal lot;
        private BigDecimal tick;
        private BigDecimal multiplier = BigDecimal.ONE;
        private double volumePerNs = Double.NaN;

        /** The middle of the market, else the last trade or the close of the last bar; null when none is known. */
        BigDecimal price() {
            double middle = (bid + ask) / 2;
            double price = Double.isNaN(middle) ? last : middle;
            return Double.isNaN(price) ? null : Decimal.exact(price);
        }

        /** Empty when it is not known. */
        String currency() {
            return currency;
        }

        /** Null when it is not known. */
        MarketPhase phase() {
            return phase;
        }

        /** Null when it is not known. */
        BigDecimal lot() {
            return lot;
        }

        /** Null when it is not known. */
        BigDecimal tick() {
            return tick;
        }

        BigDecimal multiplier() {
            return multiplier;
        }
    }

    /** What is known of an instrument; all of it unknown when nothing was heard. */
    State of(Listing listing) {
        return of(listing.venue(), listing.symbol());
    }

    private State of(String venue, String symbol) {
        Map<String, State> bySymbol = byVenue.get(venue);
        if (bySymbol == null) {
            bySymbol = new HashMap<>();
            byVenue.put(venue, bySymbol);
        }
        State state = bySymbol.get(symbol);
        if (state == null) {
            state = new State();
            bySymbol.put(symbol, state);
        }
        return state;
    }

    /** What is traded in so long on average, at the venue or at all together; NaN when it is not known. */
    double volume(Listing listing, long windowNs) {
        double here = of(listing).volumePerNs;
        return windowNs * (Double.isNaN(here) ? of(ALL_VENUES, listing.symbol()).volumePerNs : here);
    }

    void heard(MarketData data, long volumeWindowNs) {
        State state = of(data.venue(), data.symbol());
        switch (data) {
            case Quote quote -> {
                state.currency = quote.currency();
                state.bid = quote.bid();
                state.ask = quote.ask();
            }
            case Trade trade -> {
                state.currency = trade.currency();
                state.last = trade.price();
            }
            case Bar bar -> {
                state.currency = bar.currency();
                state.last = bar.close();
                heard(state, bar, volumeWindowNs);
            }
            case Instrument instrument -> {
                state.currency = instrument.currency();
                state.lot = known(Decimal.readOr(instrument.decoder().lotSize(), Decimal.ZERO));
                state.tick = known(Decimal.readOr(instrument.decoder().tickSize(), Decimal.ZERO));
                BigDecimal multiplier =
                        known(Decimal.readOr(instrument.decoder().multiplier(), Decimal.ONE));
                state.multiplier = multiplier == null ? BigDecimal.ONE : multiplier;
            }
            case InstrumentStatus status -> state.phase = status.phase();
            default -> {
                // The depth of a book decides nothing here.
            }
        }
    }

    private static BigDecimal known(Decimal value) {
        return value.signum() > 0 ? value.toBigDecimal() : null;
    }

    private static void heard(State state, Bar bar, long windowNs) {
        long periodNs = bar.periodNs();
        if (bar.decoder().kind() != BarKind.TIME || bar.isPartial() || periodNs <= 0 || Double.isNaN(bar.volume())) {
            return;
        }
        double perNs = bar.volume() / periodNs;
        double weight = Math.min(1, (double) periodNs / windowNs);
        state.volumePerNs =
                Double.isNaN(state.volumePerNs) ? perNs : state.volumePerNs + weight * (perNs - state.volumePerNs);
    }
}
