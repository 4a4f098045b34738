package io.meridian.kernel.state;

/** Positions, cash and what makes them. */
public final class Books {
    private final Positions positions;
    private final Lots lots;
    private final Entries entries;
    private final CashAccounts cash;
    private final Obligations obligations;
    private final Calendars calendars = new Calendars();
    private final Portfolios portfolios;
    private int date;
    private boolean dayOpen;

    Books(int capacity, Instruments instruments) {
        positions = new Positions(capacity, instruments);
        lots = new Lots(capacity);
        entries = new Entries(capacity);
        cash = new CashAccounts(64);
        obligations = new Obligations(capacity);
        portfolios = new Portfolios(64);
    }

    public Positions positions() {
        return positions;
    }

    public Lots lots() {
        return lots;
    }

    public Entries entries() {
        return entries;
    }

    public CashAccounts cash() {
        return cash;
    }

    public Obligations obligations() {
        return obligations;
    }

    public Calendars calendars() {
        return calendars;
    }

    public Portfolios portfolios() {
        return portfolios;
    }

    /** The day that began last, 0 before the first. */
    public int date() {
        return date;
    }

    /** Whether it has not ended. */
    public boolean isDayOpen() {
        return dayOpen;
    }

    public void day(int newDate, boolean open) {
        date = newDate;
        dayOpen = open;
    }

    /** The value at the mark less the cost; 0 while there is no mark. */
    public long unrealised(Instruments instruments, int position) {
        int instrument = positions.instrument(position);
        long mark = instruments.mark(instrument);
        long quantity = positions.quantity(position);
        if (mark == Long.MIN_VALUE || quantity == 0) {
            return 0;
        }
        long value = instruments.value(instrument, mark, quantity);
        return quantity > 0 ? value - positions.cost(position) : value + positions.cost(position);
    }

    void save(WordSink sink) {
        sink.put((long) date << 1 | (dayOpen ? 1 : 0));
        positions.save(sink);
        lots.save(sink);
        entries.save(sink);
        cash.save(sink);
        obligations.save(sink);
        calendars.save(sink);
        portfolios.save(sink);
    }

    void load(WordSource source) {
        long day = source.next();
        date = (int) (day >> 1);
        dayOpen = (day & 1) != 0;
        positions.load(source);
        lots.load(source);
        entries.load(source);
        cash.load(source);
        obligations.load(source);
        calendars.load(source);
        portfolios.load(source);
    }
}
