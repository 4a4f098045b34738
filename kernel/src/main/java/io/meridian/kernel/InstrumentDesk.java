package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.journal.InstrumentDefinedEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.CurrencyScales;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;

/** Defines what can be traded. */
final class InstrumentDesk implements Desk {
    /** Digits after the point that prices have at least, and quantities of instruments without a lot size. */
    private static final int USUAL_SCALE = 8;

    private final State state;
    private final Journal journal;
    private final InstrumentDecoder command = new InstrumentDecoder();
    private int symbolAt;
    private int venueAt;
    private int currencyAt;

    InstrumentDesk(State state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    @Override
    public int pools() {
        return Pool.DGM.bit() | Pool.CCM.bit() | Pool.OMS.bit() | Pool.BOR.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return InstrumentDecoder.settlementDaysEncodingOffset() + 1;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        symbolAt = offset + InstrumentDecoder.symbolEncodingOffset();
        venueAt = offset + InstrumentDecoder.venueEncodingOffset();
        currencyAt = offset + InstrumentDecoder.currencyEncodingOffset();
        if (Reading.isEmpty(buffer, symbolAt)
                || Reading.isEmpty(buffer, venueAt)
                || Reading.isEmpty(buffer, currencyAt)
                || !Reading.isPlain(buffer, symbolAt, InstrumentDecoder.symbolLength())
                || !Reading.isPlain(buffer, venueAt, InstrumentDecoder.venueLength())
                || !Reading.isPlain(buffer, currencyAt, InstrumentDecoder.currencyLength())) {
            return Refusal.BAD_TEXT;
        }
        Keys.write(
                journal.key(),
                buffer,
                symbolAt,
                InstrumentDecoder.symbolLength(),
                InstrumentDecoder.TEMPLATE_ID,
                0,
                0,
                journal.sender(),
                command.tsInit(),
                buffer.getLong(venueAt, LITTLE_ENDIAN));
        return null;
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        int tickScale = scale(command.tickSize().mantissa(), command.tickSize().scale(), 0);
        int lotScale = scale(command.lotSize().mantissa(), command.lotSize().scale(), USUAL_SCALE);
        int priceScale = Math.max(USUAL_SCALE, tickScale);
        int moneyScale = CurrencyScales.of(buffer.getLong(currencyAt, LITTLE_ENDIAN));
        long tick = orZero(Reading.number(command.tickSize(), priceScale));
        long lot = orZero(Reading.number(command.lotSize(), lotScale));
        long min = orZero(Reading.number(command.minQuantity(), lotScale));
        long max = orZero(Reading.number(command.maxQuantity(), lotScale));
        long minValue = orZero(Reading.number(command.minValue(), moneyScale));
        long multiplier = Reading.number(command.multiplier(), Instruments.FACTOR_SCALE);
        if (multiplier == Reading.ABSENT) {
            multiplier = Decimals.rescale(1, 0, Instruments.FACTOR_SCALE, java.math.RoundingMode.UNNECESSARY);
        }
        if (tick < 0 || lot < 0 || min < 0 || max < 0 || minValue < 0 || multiplier <= 0) {
            return Refusal.BAD_SCALE;
        }
        int symbol = state.names().find(buffer, symbolAt, InstrumentDecoder.symbolLength());
        int venue = state.names().find(buffer, venueAt, InstrumentDecoder.venueLength());
        int known = state.instruments().find(symbol, venue);
        if (known != Instruments.NONE && isOther(known, priceScale, lotScale, multiplier)) {
            return Refusal.INSTRUMENT_LOCKED;
        }
        int currency = journal.name(buffer, currencyAt, InstrumentDecoder.currencyLength());
        symbol = journal.name(buffer, symbolAt, InstrumentDecoder.symbolLength());
        venue = journal.name(buffer, venueAt, InstrumentDecoder.venueLength());
        journal.accept();
        journal.instrumentDefined()
                .tick(tick)
                .lot(lot)
                .minQuantity(min)
                .maxQuantity(max)
                .minValue(minValue)
                .multiplier(multiplier)
                .instrument(
                        known != Instruments.NONE ? known : state.instruments().next())
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .priceScale((byte) priceScale)
                .quantityScale((byte) lotScale)
                .moneyScale((byte) moneyScale)
                .settlementDays(command.settlementDays())
                .kind(command.kindRaw());
        journal.commit(InstrumentDefinedEncoder.BLOCK_LENGTH);
        return null;
    }

    private boolean isOther(int known, int priceScale, int quantityScale, long multiplier) {
        Instruments instruments = state.instruments();
        return instruments.priceScale(known) != priceScale
                || instruments.quantityScale(known) != quantityScale
                || instruments.multiplier(known) != multiplier
                || instruments.currency(known)
                        != state.names().find(command.buffer(), currencyAt, InstrumentDecoder.currencyLength());
    }

    private static int scale(long mantissa, int scale, int other) {
        return mantissa == Reading.ABSENT || scale < 0 || scale > Decimals.MAX_SCALE ? other : scale;
    }

    private static long orZero(long number) {
        return number == Reading.ABSENT ? 0 : number;
    }
}
