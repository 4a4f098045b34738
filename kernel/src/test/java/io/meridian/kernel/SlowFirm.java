package io.meridian.kernel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a firm holds, owes and may order, written a second time: slow, with lists, and without a look at the kernel. Several portfolios,
 * instruments and currencies; every order has a limit and is at the venue at once.
 */
final class SlowFirm {
    static final class Order {
        String id;
        String portfolio;
        String symbol;
        boolean buy;
        int quantity;
        BigDecimal limit;
        boolean cancelled;

        int open(List<Trade> trades) {
            return cancelled ? 0 : quantity - filled(trades);
        }

        int filled(List<Trade> trades) {
            return trades.stream()
                    .filter(trade -> trade.order == this)
                    .mapToInt(trade -> trade.quantity)
                    .sum();
        }
    }

    record Trade(String id, Order order, int quantity, BigDecimal price, BigDecimal fee, String feeCurrency) {}

    final Map<String, String> currencies = new HashMap<>();
    final Map<String, BigDecimal> marks = new HashMap<>();
    final List<Order> orders = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();

    /** Hard limits by rule, of amounts by rule and currency; restricted symbols and stopped portfolios by their names. */
    final Map<String, BigDecimal> limits = new HashMap<>();

    /** What the order must be refused for, the first of all that hold, or null. */
    Refusal refusal(Order order) {
        if (limits.containsKey("STOPPED " + order.portfolio)) {
            return Refusal.STOPPED;
        }
        if (limits.containsKey("RESTRICTED " + order.symbol)) {
            return Refusal.RESTRICTED;
        }
        BigDecimal mark = marks.get(order.symbol);
        BigDecimal collar = limits.get("PRICE_COLLAR");
        // Both sides times the mark, so that nothing has to be rounded.
        if (collar != null && mark != null && order.limit.subtract(mark).abs().compareTo(collar.multiply(mark)) > 0) {
            return Refusal.PRICE_COLLAR;
        }
        BigDecimal quantity = BigDecimal.valueOf(order.quantity);
        if (isBeyond("QUANTITY", quantity)) {
            return Refusal.MAX_QUANTITY;
        }
        String currency = currencies.get(order.symbol);
        BigDecimal value = order.limit.multiply(quantity);
        if (isBeyond("VALUE " + currency, value)) {
            return Refusal.MAX_VALUE;
        }
        int held = held(order.portfolio, order.symbol);
        int open = open(order.portfolio, order.symbol, order.buy);
        if (isBeyond("POSITION", BigDecimal.valueOf((order.buy ? held : -held) + open + order.quantity))) {
            return Refusal.POSITION_LIMIT;
        }
        return exposure(order, currency, value);
    }

    private Refusal exposure(Order order, String currency, BigDecimal value) {
        BigDecimal gross = value;
        BigDecimal net = value;
        for (String symbol : currencies.keySet()) {
            if (!currencies.get(symbol).equals(currency)) {
                continue;
            }
            BigDecimal worth = marks.getOrDefault(symbol, BigDecimal.ZERO)
                    .multiply(BigDecimal.valueOf(held(order.portfolio, symbol)));
            gross = gross.add(worth.abs());
            net = order.buy ? net.add(worth) : net.subtract(worth);
        }
        for (Order other : orders) {
            if (!other.portfolio.equals(order.portfolio)
                    || !currencies.get(other.symbol).equals(currency)) {
                continue;
            }
            BigDecimal open = other.limit.multiply(BigDecimal.valueOf(other.open(trades)));
            gross = gross.add(open);
            net = other.buy == order.buy ? net.add(open) : net;
        }
        if (isBeyond("GROSS_EXPOSURE " + currency, gross)) {
            return Refusal.GROSS_EXPOSURE;
        }
        return isBeyond("NET_EXPOSURE " + currency, net) ? Refusal.NET_EXPOSURE : null;
    }

    private boolean isBeyond(String rule, BigDecimal measured) {
        BigDecimal limit = limits.get(rule);
        return limit != null && measured.compareTo(limit) > 0;
    }

    void traded(Trade trade) {
        trades.add(trade);
        marks.putIfAbsent(trade.order.symbol, trade.price);
    }

    int held(String portfolio, String symbol) {
        return trades.stream()
                .filter(trade -> trade.order.portfolio.equals(portfolio) && trade.order.symbol.equals(symbol))
                .mapToInt(trade -> trade.order.buy ? trade.quantity : -trade.quantity)
                .sum();
    }

    int open(String portfolio, String symbol, boolean buy) {
        return orders.stream()
                .filter(order -> order.portfolio.equals(portfolio) && order.symbol.equals(symbol) && order.buy == buy)
                .mapToInt(order -> order.open(trades))
                .sum();
    }

    BigDecimal cash(String portfolio, String currency) {
        BigDecimal cash = BigDecimal.ZERO;
        for (Trade trade : trades) {
            if (!trade.order.portfolio.equals(portfolio)) {
                continue;
            }
            if (currencies.get(trade.order.symbol).equals(currency)) {
                BigDecimal value = trade.price.multiply(BigDecimal.valueOf(trade.quantity));
                cash = trade.order.buy ? cash.subtract(value) : cash.add(value);
            }
            if (trade.feeCurrency.equals(currency)) {
                cash = cash.subtract(trade.fee);
            }
        }
        return cash;
    }
}
