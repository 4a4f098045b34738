package io.meridian.kernel;

import io.meridian.kernel.journal.AccountSetEncoder;
import io.meridian.kernel.journal.CalendarDefinedEncoder;
import io.meridian.kernel.journal.CashMovedEncoder;
import io.meridian.kernel.journal.DayMovedEncoder;
import io.meridian.kernel.journal.HolidayAddedEncoder;
import io.meridian.kernel.journal.LotMethodSetEncoder;
import io.meridian.kernel.journal.MarkedEncoder;
import io.meridian.kernel.journal.ObligationSettledEncoder;
import io.meridian.kernel.journal.PositionSplitEncoder;
import io.meridian.kernel.journal.PositionValuedEncoder;

/** Writes the events of the books. */
final class BookJournal {
    private final Journal journal;
    private final AccountSetEncoder accountSet = new AccountSetEncoder();
    private final MarkedEncoder marked = new MarkedEncoder();
    private final CashMovedEncoder cashMoved = new CashMovedEncoder();
    private final PositionSplitEncoder positionSplit = new PositionSplitEncoder();
    private final ObligationSettledEncoder obligationSettled = new ObligationSettledEncoder();
    private final PositionValuedEncoder positionValued = new PositionValuedEncoder();
    private final DayMovedEncoder dayMoved = new DayMovedEncoder();
    private final LotMethodSetEncoder lotMethodSet = new LotMethodSetEncoder();
    private final CalendarDefinedEncoder calendarDefined = new CalendarDefinedEncoder();
    private final HolidayAddedEncoder holidayAdded = new HolidayAddedEncoder();

    BookJournal(Journal journal) {
        this.journal = journal;
    }

    void accountSet(long order, int account) {
        accountSet
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .order(order)
                .account(account);
        journal.commit(AccountSetEncoder.BLOCK_LENGTH);
    }

    void marked(int instrument, long bid, long ask, long mark, boolean traded) {
        marked.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .bid(bid)
                .ask(ask)
                .mark(mark)
                .instrument(instrument)
                .traded((short) (traded ? 1 : 0));
        journal.commit(MarkedEncoder.BLOCK_LENGTH);
    }

    void cashMoved(int portfolio, int currency, long amount, int position, int settlementDate, int kind) {
        cashMoved
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .amount(amount)
                .portfolio(portfolio)
                .currency(currency)
                .position(position)
                .settlementDate(settlementDate)
                .kind((short) kind);
        journal.commit(CashMovedEncoder.BLOCK_LENGTH);
    }

    void positionSplit(int position, int newShares, int oldShares, long quantity, int date) {
        positionSplit
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .quantity(quantity)
                .position(position)
                .newShares(newShares)
                .oldShares(oldShares)
                .date(date);
        journal.commit(PositionSplitEncoder.BLOCK_LENGTH);
    }

    void obligationSettled(int obligation) {
        obligationSettled
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .obligation(obligation);
        journal.commit(ObligationSettledEncoder.BLOCK_LENGTH);
    }

    void positionValued(int position, long price, long gain) {
        positionValued
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .price(price)
                .gain(gain)
                .position(position);
        journal.commit(PositionValuedEncoder.BLOCK_LENGTH);
    }

    void dayMoved(int date, int phase) {
        dayMoved.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .date(date)
                .phase((short) phase);
        journal.commit(DayMovedEncoder.BLOCK_LENGTH);
    }

    void lotMethodSet(int portfolio, int method) {
        lotMethodSet
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .portfolio(portfolio)
                .lotMethod((short) method);
        journal.commit(LotMethodSetEncoder.BLOCK_LENGTH);
    }

    void calendarDefined(int name, int weekend) {
        calendarDefined
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .name(name)
                .weekend((short) weekend);
        journal.commit(CalendarDefinedEncoder.BLOCK_LENGTH);
    }

    void holidayAdded(int name, int date) {
        holidayAdded
                .wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .name(name)
                .date(date);
        journal.commit(HolidayAddedEncoder.BLOCK_LENGTH);
    }
}
