package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.BarDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TradeDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;

/**
 * What one row of a file or one message of market data says. That of a cursor is the cursor's: the next row is read into it, or into
 * another.
 */
public final class MarketRow {
    private final long[] mantissas = new long[Field.PLACES];
    private final int[] scales = new int[Field.PLACES];
    final StringBuilder tradeId = new StringBuilder();

    final DataKind kind;
    long timeNs;
    long periodNs;
    String symbol;
    String venue;
    String currency;

    /** An empty one, for {@link RowDecoder} and {@link #set(MarketRow)} to fill. */
    public MarketRow(DataKind kind) {
        this.kind = kind;
    }

    public DataKind kind() {
        return kind;
    }

    /** When it happened, epoch nanoseconds; of a bar, when it ended. */
    public long timeNs() {
        return timeNs;
    }

    /** How long a bar is; 0 for anything else. */
    public long periodNs() {
        return periodNs;
    }

    public String symbol() {
        return symbol;
    }

    public String venue() {
        return venue;
    }

    public String currency() {
        return currency;
    }

    /** The venue's number of a trade; empty when the file has none. */
    public CharSequence tradeId() {
        return tradeId;
    }

    public boolean has(Field field) {
        return !Decimals.isAbsent(mantissa(field));
    }

    /** The number times 10 to the power of its scale; {@link Decimals#ABSENT} when there is none. */
    public long mantissa(Field field) {
        return mantissas[place(field)];
    }

    public int scale(Field field) {
        return scales[place(field)];
    }

    /** The nearest binary number; NaN when there is none. */
    public double value(Field field) {
        long mantissa = mantissa(field);
        return Decimals.isAbsent(mantissa) ? Double.NaN : Decimals.toDouble(mantissa, scale(field));
    }

    private int place(Field field) {
        if (!kind.fields().contains(field)) {
            throw new IllegalArgumentException("field=" + field + " is none of kind=" + kind);
        }
        return field.place();
    }

    long mantissaAt(int place) {
        return mantissas[place];
    }

    int scaleAt(int place) {
        return scales[place];
    }

    void set(int place, long mantissa, int scale) {
        mantissas[place] = mantissa;
        scales[place] = scale;
    }

    void setAbsent(int place) {
        set(place, Decimals.ABSENT, 0);
    }

    /** The template of the trading schema that {@link RowEncoder} writes it as. */
    public int templateId() {
        return switch (kind) {
            case QUOTE -> QuoteDecoder.TEMPLATE_ID;
            case TRADE -> TradeDecoder.TEMPLATE_ID;
            case BAR -> BarDecoder.TEMPLATE_ID;
        };
    }

    /** @throws BadRow when its numbers cannot be */
    void check() {
        for (int i = 0; i < kind.fields().size(); i++) {
            Field field = kind.fields().get(i);
            if (Decimals.isAbsent(mantissas[i])) {
                if (field.isRequired()) {
                    throw new BadRow(field.column(), "", "expected a number, there is none");
                }
            } else if (mantissas[i] < 0 && field.isSize()) {
                throw new BadRow("column=" + field.column() + " is below zero");
            }
        }
        if (kind == DataKind.BAR) {
            checkWithin(Field.OPEN);
            checkWithin(Field.CLOSE);
        }
    }

    private void checkWithin(Field field) {
        if (isAbove(Field.LOW, field) || isAbove(field, Field.HIGH)) {
            throw new BadRow("column=" + field.column() + " is not from low to high: " + this);
        }
    }

    private boolean isAbove(Field one, Field other) {
        int first = one.place();
        int second = other.place();
        return Decimals.compare(mantissas[first], scales[first], mantissas[second], scales[second]) > 0;
    }

    /** A copy that stays as it is. */
    public MarketRow copy() {
        MarketRow copy = new MarketRow(kind);
        copy.set(this);
        return copy;
    }

    /** Says what another row of the same kind says. */
    public void set(MarketRow other) {
        if (other.kind != kind) {
            throw new IllegalArgumentException("kind=" + other.kind + " does not fit into a row of kind=" + kind);
        }
        System.arraycopy(other.mantissas, 0, mantissas, 0, mantissas.length);
        System.arraycopy(other.scales, 0, scales, 0, scales.length);
        tradeId.setLength(0);
        tradeId.append(other.tradeId);
        timeNs = other.timeNs;
        periodNs = other.periodNs;
        symbol = other.symbol;
        venue = other.venue;
        currency = other.currency;
    }

    /** Says what is given; its numbers are absent until they are {@linkplain #set(Field, Decimal) set}. */
    public MarketRow begin(
            long time, long period, String ofVenue, String ofSymbol, String inCurrency, CharSequence idOfTrade) {
        timeNs = time;
        periodNs = period;
        venue = ofVenue;
        symbol = ofSymbol;
        currency = inCurrency;
        tradeId.setLength(0);
        tradeId.append(idOfTrade);
        for (int i = 0; i < mantissas.length; i++) {
            setAbsent(i);
        }
        return this;
    }

    /** @param number null: there is none */
    public void set(Field field, Decimal number) {
        if (number == null) {
            setAbsent(place(field));
        } else {
            set(place(field), number.mantissa(), number.scale());
        }
    }

    /** For people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("kind=").append(kind).append(" time=").append(timeNs);
        text.append(" venue=").append(venue).append(" symbol=").append(symbol);
        for (Field field : kind.fields()) {
            if (has(field)) {
                text.append(' ').append(field.column()).append('=');
                Decimals.format(mantissa(field), scale(field), text);
            }
        }
        return text.toString();
    }
}
