package io.meridian.plugins.paper;

import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.sdk.event.TradeTerms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the venue takes for a trade: a fraction of its value, by who took and who made the liquidity, and at least so much. */
record Fees(double maker, double taker, double least) {
    TradeTerms of(double quantity, double price, boolean isMaker, String currency, long timeNs) {
        double rate = isMaker ? maker : taker;
        double fee = quantity * price * rate;
        double charged = rate > 0 ? Math.max(fee, least) : fee;
        // To the cent of a cent, as statements have it.
        double rounded = Math.rint(charged * 10_000) / 10_000;
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(0, timeNs), ZoneOffset.UTC);
        int day = date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        return new TradeTerms(rounded, currency, isMaker ? Liquidity.MAKER : Liquidity.TAKER, day, 0);
    }
}
