package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.book.LotBook;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.CurrencyScales;
import io.meridian.kernel.state.Entries;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CorporateActionDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.value.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.agrona.DirectBuffer;

/** Dividends and splits, for every position there is when the command comes: send it on the ex-date before trading begins. */
final class ActionDesk implements Desk {
    private static final int MOST_SHARES = 1_000_000;

    private final State state;
    private final Journal journal;
    private final BookJournal events;
    private final SplitPrices prices;
    private final CorporateActionDecoder command = new CorporateActionDecoder();
    private int at;

    ActionDesk(State state, Journal journal, BookJournal events) {
        this.state = state;
        this.journal = journal;
        this.events = events;
        this.prices = new SplitPrices(state, events);
    }

    @Override
    public int pools() {
        return Pool.BOR.bit() | Pool.OMS.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return CorporateActionDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        return Keys.writeId(
                journal,
                buffer,
                offset + CorporateActionDecoder.actionIdEncodingOffset(),
                CorporateActionDecoder.TEMPLATE_ID);
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        int instrument = state.instruments()
                .find(
                        state.names()
                                .find(
                                        buffer,
                                        at + CorporateActionDecoder.symbolEncodingOffset(),
                                        CorporateActionDecoder.symbolLength()),
                        state.names()
                                .find(
                                        buffer,
                                        at + CorporateActionDecoder.venueEncodingOffset(),
                                        CorporateActionDecoder.venueLength()));
        if (instrument == Instruments.NONE) {
            return Refusal.UNKNOWN_INSTRUMENT;
        }
        int payDate = command.payDate() == 0 ? state.books().date() : command.payDate();
        if (payDate != 0 && !Dates.isDate(payDate)) {
            return Refusal.BAD_DATE;
        }
        int currencyAt = at + CorporateActionDecoder.amountEncodingOffset() + MoneyDecoder.currencyEncodingOffset();
        if (!Reading.isPlain(buffer, currencyAt, 8)) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.kindRaw(), ActionKind.SPLIT.value())) {
            return Refusal.MALFORMED;
        }
        return command.kind() == ActionKind.SPLIT
                ? split(instrument, buffer, currencyAt, payDate)
                : dividend(instrument, buffer, currencyAt, payDate);
    }

    private Refusal dividend(int instrument, DirectBuffer buffer, int currencyAt, int payDate) {
        if (command.amount().mantissa() == Reading.ABSENT || Reading.isEmpty(buffer, currencyAt)) {
            return Refusal.BAD_AMOUNT;
        }
        int scale = CurrencyScales.of(buffer.getLong(currencyAt, LITTLE_ENDIAN));
        Positions positions = state.books().positions();
        // Seen before anything is written, that no amount is too large.
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            times(positions.quantity(p), instrument, scale);
        }
        int currency = journal.name(buffer, currencyAt, 8);
        journal.accept();
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            long amount = times(positions.quantity(p), instrument, scale);
            if (amount != 0) {
                // Income is counted with the position where it is of its currency.
                int position = currency == state.instruments().currency(instrument) ? p : Positions.NONE;
                events.cashMoved(
                        positions.portfolio(p), currency, amount, position, payDate, CashKind.DIVIDEND.value());
            }
        }
        return null;
    }

    private long times(long quantity, int instrument, int scale) {
        return Decimals.multiply(
                quantity,
                state.instruments().quantityScale(instrument),
                command.amount().mantissa(),
                command.amount().scale(),
                scale,
                RoundingMode.HALF_EVEN);
    }

    private Refusal split(int instrument, DirectBuffer buffer, int currencyAt, int payDate) {
        int newShares = command.newShares();
        int oldShares = command.oldShares();
        if (newShares < 1 || newShares > MOST_SHARES || oldShares < 1 || oldShares > MOST_SHARES) {
            return Refusal.BAD_RATIO;
        }
        Orders orders = state.orders();
        for (int order = 0; order < orders.places(); order++) {
            if (orders.isKept(order)
                    && orders.instrument(order) == instrument
                    && Transitions.isLive(orders.state(order))) {
                return Refusal.ORDERS_OPEN;
            }
        }
        boolean pays = command.amount().mantissa() != Reading.ABSENT;
        if (pays
                && !Reading.isEmpty(buffer, currencyAt)
                && !state.names().is(state.instruments().currency(instrument), buffer, currencyAt, 8)) {
            return Refusal.WRONG_CURRENCY;
        }
        long price =
                !pays ? 0 : Reading.number(command.amount(), state.instruments().priceScale(instrument));
        if (!Reading.isPresent(price)) {
            return Refusal.BAD_SCALE;
        }
        Positions positions = state.books().positions();
        // Seen before anything is written, that nothing is too large.
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            paid(instrument, price, rest(positions.quantity(p)));
        }
        prices.workOut(instrument, newShares, oldShares);
        int date = command.exDate() == 0 ? state.books().date() : command.exDate();
        journal.accept();
        // First, so that each position is told at the new mark.
        prices.write();
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            if (positions.firstEntry(p) == Entries.NONE) {
                continue;
            }
            // One that is empty now may have something to settle, and is another when a trade of it is busted.
            long before = positions.quantity(p);
            long rest = rest(before);
            long after = LotBook.splitQuantity(before, newShares, oldShares);
            events.positionSplit(p, newShares, oldShares, after, date);
            long amount = paid(instrument, price, rest);
            if (amount != 0) {
                events.cashMoved(
                        positions.portfolio(p),
                        state.instruments().currency(instrument),
                        amount,
                        p,
                        payDate,
                        CashKind.OTHER.value());
            }
        }
        return null;
    }

    /** What whole units leave of a quantity, counted in parts of which {@code oldShares} are a unit. */
    private long rest(long quantity) {
        return quantity * command.newShares()
                - LotBook.splitQuantity(quantity, command.newShares(), command.oldShares()) * command.oldShares();
    }

    /** For such parts, rounded once. */
    private long paid(int instrument, long price, long rest) {
        Instruments instruments = state.instruments();
        return BigDecimal.valueOf(price, instruments.priceScale(instrument))
                .multiply(BigDecimal.valueOf(rest, instruments.quantityScale(instrument)))
                .multiply(BigDecimal.valueOf(instruments.multiplier(instrument), Instruments.FACTOR_SCALE))
                .divide(
                        BigDecimal.valueOf(command.oldShares()),
                        instruments.moneyScale(instrument),
                        RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }
}
