package io.meridian.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.CurrencyScales;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Lots;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.plugin.contract.value.Money;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Positions and cash by their names, for people and reports. Allocates; the hot path does not read here. For an earlier time read a
 * kernel that was told the journal up to it: {@link AsOf}.
 */
public final class BookReader {
    /**
     * What a portfolio holds.
     *
     * @param averagePrice absent (null) when it holds nothing or the view keeps no costs
     * @param marketPrice null while there is none
     */
    public record Holding(
            Decimal quantity,
            Decimal averagePrice,
            Decimal marketPrice,
            Money cost,
            Money realised,
            Money unrealised,
            Money fees,
            Money income) {}

    /** One lot. */
    public record Lot(Decimal quantity, Money cost, int date) {}

    private final State state;

    public BookReader(Kernel kernel) {
        this.state = kernel.state();
    }

    private int name(String text) {
        byte[] padded = new byte[Names.LENGTH];
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        return state.names().find(new UnsafeBuffer(padded), 0, Names.LENGTH);
    }

    private int position(String portfolio, String symbol, String venue) {
        int instrument = state.instruments().find(name(symbol), name(venue));
        return instrument == Instruments.NONE
                ? Positions.NONE
                : state.books().positions().find(name(portfolio), instrument);
    }

    /** What a portfolio holds of an instrument, or null when it never had to do with it. */
    public Holding holding(String portfolio, String symbol, String venue, BookView view) {
        int p = position(portfolio, symbol, venue);
        if (p == Positions.NONE) {
            return null;
        }
        Positions positions = state.books().positions();
        Instruments instruments = state.instruments();
        int instrument = positions.instrument(p);
        long quantity = switch (view) {
            case SETTLED -> positions.settled(p);
            case PERFORMANCE -> positions.valuedQuantity(p);
            default -> positions.quantity(p);
        };
        long price = view == BookView.PERFORMANCE ? positions.valuedPrice(p) : instruments.mark(instrument);
        boolean traded = view == BookView.TRADE_DATE || view == BookView.NULL_VAL;
        Decimal average = null;
        if (traded && quantity != 0) {
            average = new Decimal(
                    Decimals.divide(
                            positions.cost(p),
                            instruments.moneyScale(instrument),
                            Math.abs(quantity),
                            instruments.quantityScale(instrument),
                            instruments.priceScale(instrument),
                            RoundingMode.HALF_EVEN),
                    instruments.priceScale(instrument));
        }
        long gain = view == BookView.PERFORMANCE
                ? positions.valuedGain(p)
                : state.books().unrealised(instruments, p);
        return new Holding(
                new Decimal(quantity, instruments.quantityScale(instrument)),
                average,
                Decimals.isAbsent(price) ? null : new Decimal(price, instruments.priceScale(instrument)),
                money(instrument, positions.cost(p)),
                money(instrument, positions.realised(p)),
                money(instrument, gain),
                money(instrument, positions.fees(p)),
                money(instrument, positions.income(p)));
    }

    private Money money(int instrument, long amount) {
        return new Money(
                new Decimal(amount, state.instruments().moneyScale(instrument)),
                state.names().text(state.instruments().currency(instrument)));
    }

    /** The lots of a position, oldest first. */
    public List<Lot> lots(String portfolio, String symbol, String venue) {
        List<Lot> found = new ArrayList<>();
        int p = position(portfolio, symbol, venue);
        if (p == Positions.NONE) {
            return found;
        }
        Lots lots = state.books().lots();
        int instrument = state.books().positions().instrument(p);
        for (int lot = state.books().positions().firstLot(p); lot != Lots.NONE; lot = lots.next(lot)) {
            found.add(new Lot(
                    new Decimal(lots.quantity(lot), state.instruments().quantityScale(instrument)),
                    money(instrument, lots.cost(lot)),
                    lots.date(lot)));
        }
        return found;
    }

    /** What a portfolio has of a currency, or null when it never had any. */
    public Money cash(String portfolio, String currency, BookView view) {
        int account = state.books().cash().find(name(portfolio), name(currency));
        if (account == CashAccounts.NONE) {
            return null;
        }
        CashAccounts cash = state.books().cash();
        long amount = switch (view) {
            case SETTLED -> cash.settled(account);
            case PERFORMANCE -> cash.valued(account);
            default -> cash.balance(account);
        };
        return new Money(new Decimal(amount, CurrencyScales.of(currency)), currency);
    }
}
