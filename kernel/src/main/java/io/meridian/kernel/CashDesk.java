package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.CurrencyScales;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CashMovementDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import org.agrona.DirectBuffer;

/** Money that comes or goes but for trades. */
final class CashDesk implements Desk {

    private final State state;
    private final Journal journal;
    private final BookJournal events;
    private final CashMovementDecoder command = new CashMovementDecoder();
    private int at;

    CashDesk(State state, Journal journal, BookJournal events) {
        this.state = state;
        this.journal = journal;
        this.events = events;
    }

    @Override
    public int pools() {
        return Pool.BOR.bit() | Pool.OMS.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return CashMovementDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        return Keys.writeId(
                journal,
                buffer,
                offset + CashMovementDecoder.movementIdEncodingOffset(),
                CashMovementDecoder.TEMPLATE_ID);
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        int portfolioAt = at + CashMovementDecoder.portfolioEncodingOffset();
        int currencyAt = at + CashMovementDecoder.amountEncodingOffset() + MoneyDecoder.currencyEncodingOffset();
        if (Reading.isEmpty(buffer, portfolioAt)
                || !Reading.isSegment(buffer, portfolioAt, CashMovementDecoder.portfolioLength())
                || !Reading.isPlain(buffer, currencyAt, 8)) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.kindRaw(), CashKind.OTHER.value())) {
            return Refusal.MALFORMED;
        }
        long amount = Reading.number(command.amount(), CurrencyScales.of(buffer.getLong(currencyAt, LITTLE_ENDIAN)));
        if (amount == Reading.BAD) {
            return Refusal.BAD_SCALE;
        }
        if (amount == Reading.ABSENT || amount == 0 || Reading.isEmpty(buffer, currencyAt)) {
            return Refusal.BAD_AMOUNT;
        }
        int date = command.settlementDate() == 0 ? state.books().date() : command.settlementDate();
        if (date != 0 && !Dates.isDate(date)) {
            return Refusal.BAD_DATE;
        }
        int portfolio = journal.name(buffer, portfolioAt, CashMovementDecoder.portfolioLength());
        int currency = journal.name(buffer, currencyAt, 8);
        journal.accept();
        events.cashMoved(portfolio, currency, amount, Positions.NONE, date, command.kindRaw());
        return null;
    }
}
