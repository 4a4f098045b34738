package io.meridian.kernel;

import io.meridian.kernel.BookReader.Holding;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Obligations;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.plugin.contract.value.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a kernel and what the plain model say of orders, positions, cash and what is due, each as one map, so that they can be compared now and kept for
 * later. What is 0 is left out.
 */
final class SettlementFacts {
    private final Map<String, Object> facts = new HashMap<>();

    private void put(String name, BigDecimal number) {
        if (number != null && number.signum() != 0) {
            facts.put(name, number.stripTrailingZeros());
        }
    }

    /** Several that come on one date are one. */
    private void due(String owner, int date, BigDecimal number) {
        String name = owner + " due " + date;
        BigDecimal before = (BigDecimal) facts.remove(name);
        put(name, before == null ? number : before.add(number));
    }

    static Map<String, Object> of(SlowSettlement model) {
        SettlementFacts told = new SettlementFacts();
        for (String portfolio : model.portfolios) {
            for (SlowSettlement.Instrument instrument : model.instruments) {
                String at = SlowSettlement.at(portfolio, instrument);
                SlowLots lots = model.lots(portfolio, instrument);
                told.put(at + " TRADE_DATE", lots.quantity());
                told.put(at + " SETTLED", model.settled.get(at));
                told.put(at + " PERFORMANCE", model.atDayEnd.get(at));
                told.put(at + " cost", lots.cost());
                told.put(at + " realised", lots.realised);
                told.put(at + " unrealised", model.unrealised(portfolio, instrument));
                told.put(at + " fees", model.fees.get(at + " " + instrument.currency()));
                told.put(at + " income", model.income.get(at + " " + instrument.currency()));
                told.facts.put(
                        at + " lots",
                        lots.lots.stream()
                                .map(lot -> lot(lot.quantity, lot.cost, lot.date))
                                .collect(Collectors.joining("; ")));
            }
            for (String currency : model.currencies) {
                String of = portfolio + " " + currency;
                told.put(of + " TRADE_DATE", model.balances.get(of));
                told.put(of + " SETTLED", model.settled.get(of));
                told.put(of + " PERFORMANCE", model.atDayEnd.get(of));
            }
        }
        model.marks.forEach((symbol, mark) -> told.put(symbol + " mark", mark));
        for (SlowSettlement.Due due : model.dues) {
            int date = SlowCalendars.number(due.date);
            told.due(due.portfolio + " " + due.currency, date, due.amount);
            if (due.instrument != null) {
                told.due(SlowSettlement.at(due.portfolio, due.instrument), date, due.quantity);
            }
        }
        for (SlowSettlement.Order order : model.orders.values()) {
            told.facts.put(order.id, order.state + (model.isSettled(order) ? "" : ", something is due"));
            told.put(order.id + " filled", order.filled());
        }
        return told.facts;
    }

    private static String lot(BigDecimal quantity, BigDecimal cost, int date) {
        return quantity.stripTrailingZeros() + " for " + cost.stripTrailingZeros() + " on " + date;
    }

    /** @param names has the names of what is looked for */
    static Map<String, Object> of(Kernel kernel, SlowSettlement names) {
        SettlementFacts told = new SettlementFacts();
        BookReader reader = new BookReader(kernel);
        for (String portfolio : names.portfolios) {
            for (SlowSettlement.Instrument instrument : names.instruments) {
                told.holding(reader, portfolio, instrument);
            }
            for (String currency : names.currencies) {
                for (BookView view : new BookView[] {BookView.TRADE_DATE, BookView.SETTLED, BookView.PERFORMANCE}) {
                    Money cash = reader.cash(portfolio, currency, view);
                    told.put(portfolio + " " + currency + " " + view, cash == null ? null : number(cash.amount()));
                }
            }
        }
        told.marks(kernel.state());
        told.dues(kernel.state());
        told.orders(kernel.state());
        return told.facts;
    }

    private static BigDecimal number(Decimal decimal) {
        return decimal.toBigDecimal();
    }

    private void holding(BookReader reader, String portfolio, SlowSettlement.Instrument instrument) {
        String at = SlowSettlement.at(portfolio, instrument);
        for (BookView view : new BookView[] {BookView.TRADE_DATE, BookView.SETTLED, BookView.PERFORMANCE}) {
            Holding holding = reader.holding(portfolio, instrument.symbol(), instrument.venue(), view);
            put(at + " " + view, holding == null ? null : number(holding.quantity()));
            if (holding != null && view == BookView.TRADE_DATE) {
                put(at + " cost", number(holding.cost().amount()));
                put(at + " realised", number(holding.realised().amount()));
                put(at + " unrealised", number(holding.unrealised().amount()));
                put(at + " fees", number(holding.fees().amount()));
                put(at + " income", number(holding.income().amount()));
            }
        }
        facts.put(
                at + " lots",
                reader.lots(portfolio, instrument.symbol(), instrument.venue()).stream()
                        .map(lot ->
                                lot(number(lot.quantity()), number(lot.cost().amount()), lot.date()))
                        .collect(Collectors.joining("; ")));
    }

    private void marks(State state) {
        Instruments instruments = state.instruments();
        for (int i = 0; i < instruments.count(); i++) {
            long mark = instruments.mark(i);
            put(
                    state.names().text(instruments.symbol(i)) + " mark",
                    Decimals.isAbsent(mark) ? null : BigDecimal.valueOf(mark, instruments.priceScale(i)));
        }
    }

    private void dues(State state) {
        Obligations obligations = state.books().obligations();
        for (int i = 0; i < obligations.places(); i++) {
            if (!obligations.isKept(i)) {
                continue;
            }
            int account = obligations.account(i);
            String portfolio = state.names().text(state.books().cash().portfolio(account));
            String currency = state.names().text(state.books().cash().currency(account));
            int digits = SlowSettlement.digits(currency);
            due(portfolio + " " + currency, obligations.date(i), BigDecimal.valueOf(obligations.amount(i), digits));
            int position = obligations.position(i);
            if (position != Positions.NONE) {
                int instrument = state.books().positions().instrument(position);
                String symbol = state.names().text(state.instruments().symbol(instrument));
                due(
                        portfolio + " " + symbol,
                        obligations.date(i),
                        BigDecimal.valueOf(
                                obligations.quantity(i), state.instruments().quantityScale(instrument)));
            }
        }
    }

    private void orders(State state) {
        Orders orders = state.orders();
        for (int order = 0; order < orders.places(); order++) {
            if (orders.isKept(order)) {
                String id = orders.id(order);
                facts.put(id, orders.state(order) + (orders.unsettled(order) == 0 ? "" : ", something is due"));
                put(
                        id + " filled",
                        BigDecimal.valueOf(
                                orders.filled(order), state.instruments().quantityScale(orders.instrument(order))));
            }
        }
    }
}
