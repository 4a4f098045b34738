package io.meridian.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is traded, due and settled, written a second time: slow, with lists and dates of the library, and without a look at the kernel.
 * Every order is at its venue; an instrument's name is known but for the venue.
 */
final class SlowSettlement {
    private static final int PRICE_DIGITS = 8;

    record Instrument(String symbol, String venue, String currency, int quantityDigits, int settlementDays) {}

    static final class Order {
        String id;
        String portfolio;
        Instrument instrument;
        boolean buy;
        boolean forTheDay;
        BigDecimal quantity;
        String state = "OPEN";
        final List<Trade> trades = new ArrayList<>();

        BigDecimal filled() {
            return trades.stream().map(trade -> trade.quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        boolean isLive() {
            return state.equals("OPEN") || state.equals("PARTIALLY_FILLED");
        }
    }

    record Trade(
            String id,
            Order order,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal fee,
            String feeCurrency,
            LocalDate tradeDate,
            LocalDate settlementDate) {
        BigDecimal value() {
            return price.multiply(quantity).setScale(digits(order.instrument.currency), RoundingMode.HALF_EVEN);
        }
    }

    /** What happened to a position: a trade, or a split of so many new shares for so many old ones. */
    private static final class Happening {
        Trade trade;
        int newShares;
        int oldShares;
    }

    /** What is to come on a date: an amount, and shares of an instrument unless that is null. */
    static final class Due {
        String portfolio;
        Instrument instrument;
        BigDecimal quantity = BigDecimal.ZERO;
        String currency;
        BigDecimal amount;
        LocalDate date;
        Order order;
    }

    final Map<String, Order> orders = new TreeMap<>();
    final List<String> portfolios;
    final List<Instrument> instruments;
    final List<String> currencies;
    final Map<String, String> methods = new HashMap<>();
    /** What a share is valued at, by symbol. */
    final Map<String, BigDecimal> marks = new HashMap<>();
    /** What the market traded. */
    private final Set<String> printed = new HashSet<>();

    final SlowCalendars calendars = new SlowCalendars();
    LocalDate day;
    boolean dayOpen;

    private final Map<String, List<Happening>> histories = new HashMap<>();
    final List<Due> dues = new ArrayList<>();
    final Map<String, BigDecimal> settled = new HashMap<>();
    final Map<String, BigDecimal> balances = new HashMap<>();
    final Map<String, BigDecimal> fees = new HashMap<>();
    final Map<String, BigDecimal> income = new HashMap<>();
    final Map<String, BigDecimal> atDayEnd = new HashMap<>();

    SlowSettlement(List<String> portfolios, List<Instrument> instruments, List<String> currencies) {
        this.portfolios = portfolios;
        this.instruments = instruments;
        this.currencies = currencies;
    }

    static int digits(String currency) {
        return switch (currency) {
            case "JPY" -> 4;
            case "BTC" -> 8;
            default -> 6;
        };
    }

    /** Without days the date in UTC counts. */
    LocalDate today(LocalDate utc) {
        return day != null ? day : utc;
    }

    // Positions.

    static String at(String portfolio, Instrument instrument) {
        return portfolio + " " + instrument.symbol;
    }

    private List<Happening> history(String portfolio, Instrument instrument) {
        return histories.computeIfAbsent(at(portfolio, instrument), _ -> new ArrayList<>());
    }

    SlowLots lots(String portfolio, Instrument instrument) {
        SlowLots lots = new SlowLots(
                methods.getOrDefault(portfolio, "FIFO"), digits(instrument.currency), instrument.quantityDigits);
        for (Happening each : history(portfolio, instrument)) {
            if (each.trade != null) {
                lots.trade(
                        each.trade.order.buy,
                        each.trade.quantity,
                        each.trade.value(),
                        SlowCalendars.number(each.trade.tradeDate));
            } else if (each.newShares != 0) {
                lots.split(each.newShares, each.oldShares);
            }
        }
        return lots;
    }

    BigDecimal held(String portfolio, Instrument instrument) {
        return lots(portfolio, instrument).quantity();
    }

    private static void add(Map<String, BigDecimal> to, String key, BigDecimal amount) {
        to.merge(key, amount, BigDecimal::add);
    }

    private Due due(String portfolio, String currency, BigDecimal amount, LocalDate date) {
        Due due = new Due();
        due.portfolio = portfolio;
        due.currency = currency;
        due.amount = amount;
        due.date = date;
        dues.add(due);
        add(balances, portfolio + " " + currency, amount);
        return due;
    }

    // Trades.

    Refusal trade(Trade trade) {
        Order order = trade.order;
        if (order.state.equals("SETTLED") || order.state.equals("CLOSED")) {
            return Refusal.TOO_LATE;
        }
        if (order.filled().add(trade.quantity).compareTo(order.quantity) > 0) {
            return Refusal.OVERFILLED;
        }
        Happening happening = new Happening();
        history(order.portfolio, order.instrument).add(happening);
        put(happening, trade);
        goOn(order);
        return null;
    }

    /** The trade was another one, or, where that is null, none. */
    Refusal change(Trade old, Trade other) {
        Order order = old.order;
        if (!order.trades.contains(old)) {
            return Refusal.UNKNOWN_FILL;
        }
        if (order.state.equals("SETTLED") || order.state.equals("CLOSED")) {
            return Refusal.TOO_LATE;
        }
        BigDecimal others = order.filled().subtract(old.quantity);
        if (other != null && others.add(other.quantity).compareTo(order.quantity) > 0) {
            return Refusal.OVERFILLED;
        }
        Happening happening = history(order.portfolio, order.instrument).stream()
                .filter(each -> each.trade == old)
                .findFirst()
                .orElseThrow();
        put(happening, null);
        if (other != null) {
            put(happening, other);
        }
        goOn(order);
        return null;
    }

    /** The position is as if this had happened at that place; what it changes by that is due. */
    private void put(Happening happening, Trade trade) {
        Trade said = trade == null ? happening.trade : trade;
        Order order = said.order;
        BigDecimal before = held(order.portfolio, order.instrument);
        happening.trade = trade;
        BigDecimal quantity = held(order.portfolio, order.instrument).subtract(before);
        boolean comes = order.buy == (trade == null);
        Due due = due(
                order.portfolio,
                order.instrument.currency,
                comes ? said.value() : said.value().negate(),
                said.settlementDate);
        due.instrument = order.instrument;
        due.quantity = quantity;
        due.order = order;
        BigDecimal fee = trade == null ? said.fee.negate() : said.fee;
        if (fee.signum() != 0) {
            due(order.portfolio, said.feeCurrency, fee.negate(), said.settlementDate).order = order;
            add(fees, at(order.portfolio, order.instrument) + " " + said.feeCurrency, fee);
        }
        if (trade == null) {
            order.trades.remove(said);
        } else {
            order.trades.add(said);
            marks.putIfAbsent(order.instrument.symbol, said.price);
        }
    }

    /** A side that is not there is null. */
    void quoted(Instrument instrument, BigDecimal bid, BigDecimal ask) {
        if (!printed.contains(instrument.symbol) && bid != null && ask != null) {
            marks.put(instrument.symbol, bid.add(ask).multiply(new BigDecimal("0.5")));
        }
    }

    void traded(Instrument instrument, BigDecimal price) {
        printed.add(instrument.symbol);
        marks.put(instrument.symbol, price);
    }

    /** The value at the mark less what the lots cost. */
    BigDecimal unrealised(String portfolio, Instrument instrument) {
        SlowLots lots = lots(portfolio, instrument);
        BigDecimal mark = marks.get(instrument.symbol);
        if (mark == null || lots.quantity().signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal value = mark.multiply(lots.quantity()).setScale(digits(instrument.currency), RoundingMode.HALF_EVEN);
        return lots.quantity().signum() > 0 ? value.subtract(lots.cost()) : value.add(lots.cost());
    }

    private static void goOn(Order order) {
        if (order.isLive() || order.state.equals("FILLED")) {
            int left = order.quantity.compareTo(order.filled());
            order.state = left == 0 ? "FILLED" : order.filled().signum() == 0 ? "OPEN" : "PARTIALLY_FILLED";
        }
    }

    // What else happens.

    void cash(String portfolio, String currency, BigDecimal amount, LocalDate date) {
        due(portfolio, currency, amount, date == null ? day : date);
    }

    void dividend(Instrument instrument, String currency, BigDecimal forOne, LocalDate date) {
        for (String portfolio : portfolios) {
            BigDecimal amount =
                    held(portfolio, instrument).multiply(forOne).setScale(digits(currency), RoundingMode.HALF_EVEN);
            due(portfolio, currency, amount, date == null ? day : date);
            add(income, at(portfolio, instrument) + " " + currency, amount);
        }
    }

    Refusal split(
            Instrument instrument, int newShares, int oldShares, BigDecimal price, String currency, LocalDate date) {
        if (orders.values().stream().anyMatch(order -> order.instrument == instrument && order.isLive())) {
            return Refusal.ORDERS_OPEN;
        }
        if (price != null && !currency.equals(instrument.currency)) {
            return Refusal.WRONG_CURRENCY;
        }
        for (String portfolio : portfolios) {
            BigDecimal before = held(portfolio, instrument);
            Happening happening = new Happening();
            happening.newShares = newShares;
            happening.oldShares = oldShares;
            history(portfolio, instrument).add(happening);
            BigDecimal after = held(portfolio, instrument);
            if (price != null) {
                // Multiplied before it is divided, so that it is rounded once.
                BigDecimal parts = before.multiply(BigDecimal.valueOf(newShares))
                        .subtract(after.multiply(BigDecimal.valueOf(oldShares)));
                BigDecimal amount = parts.multiply(price)
                        .divide(BigDecimal.valueOf(oldShares), digits(instrument.currency), RoundingMode.HALF_EVEN);
                due(portfolio, instrument.currency, amount, date == null ? day : date);
                add(income, at(portfolio, instrument) + " " + instrument.currency, amount);
            }
            splitDues(portfolio, instrument, newShares, oldShares);
        }
        marks.computeIfPresent(
                instrument.symbol,
                (_, mark) -> mark.multiply(BigDecimal.valueOf(oldShares))
                        .divide(BigDecimal.valueOf(newShares), PRICE_DIGITS, RoundingMode.HALF_EVEN));
        return null;
    }

    /** What will have been delivered by each date is split as the position is. */
    private void splitDues(String portfolio, Instrument instrument, int newShares, int oldShares) {
        TreeMap<LocalDate, List<Due>> byDate = new TreeMap<>();
        for (Due due : dues) {
            if (due.instrument == instrument && due.portfolio.equals(portfolio)) {
                byDate.computeIfAbsent(due.date, _ -> new ArrayList<>()).add(due);
            }
        }
        String key = at(portfolio, instrument);
        BigDecimal before = settled.getOrDefault(key, BigDecimal.ZERO);
        BigDecimal after = SlowLots.split(before, newShares, oldShares, instrument.quantityDigits);
        settled.put(key, after);
        for (List<Due> ofDate : byDate.values()) {
            for (Due due : ofDate) {
                before = before.add(due.quantity);
                due.quantity = BigDecimal.ZERO;
            }
            BigDecimal then = SlowLots.split(before, newShares, oldShares, instrument.quantityDigits);
            ofDate.getFirst().quantity = then.subtract(after);
            after = then;
        }
    }

    // Days.

    Refusal begin(LocalDate date) {
        if (day != null && !date.isAfter(day)) {
            return Refusal.BAD_DATE;
        }
        if (dayOpen) {
            return Refusal.DAY_OPEN;
        }
        day = date;
        dayOpen = true;
        settle();
        for (Order order : orders.values()) {
            if (order.state.equals("PENDING_SETTLEMENT") && isSettled(order)) {
                order.state = "SETTLED";
            }
        }
        return null;
    }

    Refusal end(LocalDate date) {
        if (!dayOpen || !date.equals(day)) {
            return Refusal.DAY_NOT_OPEN;
        }
        dayOpen = false;
        settle();
        for (Order order : orders.values()) {
            switch (order.state) {
                case "OPEN", "PARTIALLY_FILLED" -> order.state = order.forTheDay ? "EXPIRED" : order.state;
                case "FILLED" -> order.state = "PENDING_SETTLEMENT";
                case "PENDING_SETTLEMENT" -> order.state = isSettled(order) ? "SETTLED" : order.state;
                case "SETTLED" -> order.state = "CLOSED";
                default -> {
                    // Over.
                }
            }
        }
        atDayEnd.putAll(balances);
        for (String portfolio : portfolios) {
            for (Instrument instrument : instruments) {
                atDayEnd.put(at(portfolio, instrument), held(portfolio, instrument));
            }
        }
        return null;
    }

    boolean isSettled(Order order) {
        return dues.stream().noneMatch(due -> due.order == order);
    }

    private void settle() {
        for (Due due : List.copyOf(dues)) {
            if (due.date == null || !due.date.isAfter(day)) {
                dues.remove(due);
                add(settled, due.portfolio + " " + due.currency, due.amount);
                if (due.instrument != null) {
                    add(settled, at(due.portfolio, due.instrument), due.quantity);
                }
            }
        }
    }
}
