package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.InstrumentStatusEncoder;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import org.agrona.MutableDirectBuffer;

/** Encodes what can be traded, and whether it is traded now. Each method returns the length. */
public final class InstrumentWriter {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InstrumentEncoder instrument = new InstrumentEncoder();
    private final InstrumentStatusEncoder status = new InstrumentStatusEncoder();

    /**
     * A share, or anything else that is paid in full and has no expiry.
     *
     * @param tickSize prices are multiples of it
     * @param lotSize quantities are multiples of it
     * @param settlementDays business days from trade to settlement
     * @param title what people call it
     * @param isin its number by ISO 6166, of 12 letters and digits; empty: none is told
     */
    public record Terms(
            String venue,
            String symbol,
            String currency,
            InstrumentKind kind,
            double tickSize,
            double lotSize,
            int settlementDays,
            String title,
            String isin) {
        /** Without an ISIN. */
        public Terms(
                String venue,
                String symbol,
                String currency,
                InstrumentKind kind,
                double tickSize,
                double lotSize,
                int settlementDays,
                String title) {
            this(venue, symbol, currency, kind, tickSize, lotSize, settlementDays, title, "");
        }
    }

    public int instrument(MutableDirectBuffer buffer, int offset, long timeNs, Terms terms) {
        instrument
                .wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .expiry(0)
                .symbol(terms.symbol())
                .venue(terms.venue())
                .currency(terms.currency())
                .baseCurrency("")
                .settlementCurrency("")
                .underlying("")
                .isin(terms.isin())
                .kind(terms.kind())
                .right(OptionRight.NULL_VAL)
                .settlementDays((short) terms.settlementDays());
        number(instrument.tickSize(), terms.tickSize());
        number(instrument.lotSize(), terms.lotSize());
        number(instrument.multiplier(), 1);
        absent(instrument.minQuantity());
        absent(instrument.maxQuantity());
        absent(instrument.minValue());
        absent(instrument.strike());
        absent(instrument.makerFee());
        absent(instrument.takerFee());
        instrument.title(terms.title());
        return MessageHeaderEncoder.ENCODED_LENGTH + instrument.encodedLength();
    }

    /** @param nextChangeNs when the phase is expected to end; 0 when that is not known */
    public int status(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String venue,
            String symbol,
            MarketPhase phase,
            long nextChangeNs,
            String reason) {
        status.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .nextChange(nextChangeNs)
                .symbol(symbol)
                .venue(venue)
                .phase(phase)
                .reason(reason);
        return MessageHeaderEncoder.ENCODED_LENGTH + status.encodedLength();
    }

    private static void absent(DecimalEncoder to) {
        to.mantissa(DecimalEncoder.mantissaNullValue()).scale((byte) 0);
    }

    private static void number(DecimalEncoder to, double value) {
        int scale = Numbers.scale(value);
        to.mantissa(Numbers.mantissa(value, scale)).scale((byte) scale);
    }
}
