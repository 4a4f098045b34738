package io.meridian.kernel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which wishes are taken and when orders expire, written a second time: slow, with lists and texts, and without a look at the kernel. Wishes that a
 * rate counts stand in a queue that lets one go in each part of the window.
 */
final class SlowControls {
    static final class Order {
        String id;
        String sender;
        String portfolio;
        String symbol;
        boolean buy;
        int quantity;
        /** Null is at any price. */
        BigDecimal limit;

        String force;
        long expireAt;
        String state = "CREATED";
        boolean wasAtVenue;
        int filled;
        int askedQuantity;
        BigDecimal askedLimit;
        /** What a share of an order at any price counts. */
        BigDecimal market = BigDecimal.ZERO;

        boolean isLive() {
            return !Set.of("CANCELLED", "EXPIRED", "FILLED", "PENDING_SETTLEMENT", "SETTLED", "CLOSED")
                    .contains(state);
        }

        boolean waits() {
            return state.equals("PENDING_CANCEL") || state.equals("PENDING_MODIFY");
        }

        /** At which it can be at the venue: where a modify was asked for and not answered, at both. */
        List<BigDecimal> prices() {
            List<BigDecimal> prices = new ArrayList<>();
            prices.add(limit);
            if (isModifyAsked()) {
                prices.add(askedLimit);
            }
            return prices;
        }

        private boolean isModifyAsked() {
            return waits() && askedQuantity > 0;
        }

        /** What it may still buy or sell, by what it is or by what was asked for, whichever is more. */
        int open() {
            int most = isModifyAsked() ? Math.max(quantity, askedQuantity) : quantity;
            return isLive() ? most - filled : 0;
        }

        /** The worth of it, by what it is or by what was asked for, whichever is more. */
        BigDecimal worth() {
            BigDecimal is = (limit == null ? market : limit).multiply(BigDecimal.valueOf(quantity - filled));
            if (!isLive() || !isModifyAsked()) {
                return isLive() ? is : BigDecimal.ZERO;
            }
            return is.max(askedLimit.multiply(BigDecimal.valueOf(askedQuantity - filled)));
        }

        void rest() {
            state = filled == 0 ? "OPEN" : filled == quantity ? "FILLED" : "PARTIALLY_FILLED";
        }
    }

    /** So many within a window of nanoseconds. */
    record Rate(int most, long window) {
        long part() {
            return window / most;
        }
    }

    final Map<String, Order> orders = new TreeMap<>();

    /** MESSAGES, ALIKE and EXECUTIONS, those of one sender with its name behind. */
    final Map<String, Rate> rates = new HashMap<>();

    /** Symbols nobody may trade. */
    final Set<String> restricted = new HashSet<>();

    /** Whether orders that could trade with our own are forbidden: of a portfolio by its name, of all by "". */
    final Map<String, Boolean> selfTrade = new HashMap<>();

    /** How far a position may go, in what is held and open; null as far as it likes. */
    Integer most;

    /** Of symbols that were traded: all trades are at 10. */
    final Map<String, BigDecimal> marks = new HashMap<>();

    /** Senders that may send nothing new until a person lets them. */
    final Set<String> stopped = new HashSet<>();

    boolean dayOpen;

    /** When those that were counted leave the queue. */
    private final Map<String, List<Long>> queues = new HashMap<>();

    // Rates.

    private Rate rate(String rule, String sender) {
        return rates.getOrDefault(rule + " " + sender, rates.get(rule));
    }

    private int waiting(String queue, long now) {
        return (int) queues.getOrDefault(queue, List.of()).stream()
                .filter(leaves -> leaves > now)
                .count();
    }

    private void count(String queue, Rate rate, long now) {
        List<Long> leave = queues.computeIfAbsent(queue, _ -> new ArrayList<>());
        if (waiting(queue, now) <= rate.most()) {
            leave.add((leave.isEmpty() ? now : Math.max(now, leave.getLast())) + rate.part());
            return;
        }
        // One too many waits already: it is as if all of them had come just now, but no more than that.
        leave.clear();
        for (int i = 1; i <= rate.most() + 1; i++) {
            leave.add(now + i * rate.part());
        }
    }

    /** A wish was answered. Not counted when it came again, or was refused for being one too many. */
    void answered(String sender, Refusal refusal, long now) {
        if (refusal != Refusal.MESSAGE_RATE) {
            count("MESSAGES of " + sender, rate("MESSAGES", sender), now);
        }
    }

    private boolean isTooMany(String rule, String sender, String queue, long now) {
        return waiting(queue, now) >= rate(rule, sender).most();
    }

    // Wishes.

    Refusal create(Order order, long now) {
        if (order.force.equals("GOOD_TILL_TIME") && order.expireAt <= now) {
            return Refusal.BAD_EXPIRY;
        }
        Refusal refusal = general(order.sender, order, now);
        if (refusal != null) {
            return refusal;
        }
        if (isBeyond(order, order.quantity)) {
            return Refusal.POSITION_LIMIT;
        }
        String alike = "ALIKE " + order.sender + order.symbol + order.portfolio + order.buy + order.quantity + " at "
                + order.limit;
        if (isTooMany("ALIKE", order.sender, alike, now)) {
            return Refusal.DUPLICATE_ORDER;
        }
        if (crosses(order, order.limit)) {
            return Refusal.SELF_TRADE;
        }
        count(alike, rate("ALIKE", order.sender), now);
        order.market = marks.getOrDefault(order.symbol, BigDecimal.ZERO);
        orders.put(order.id, order);
        return null;
    }

    private Refusal general(String sender, Order order, long now) {
        if (stopped.contains(sender)) {
            return Refusal.STOPPED;
        }
        if (isTooMany("MESSAGES", sender, "MESSAGES of " + sender, now)) {
            return Refusal.MESSAGE_RATE;
        }
        return restricted.contains(order.symbol) ? Refusal.RESTRICTED : null;
    }

    int held(String portfolio, String symbol) {
        return orders.values().stream()
                .filter(order -> order.portfolio.equals(portfolio) && order.symbol.equals(symbol))
                .mapToInt(order -> order.buy ? order.filled : -order.filled)
                .sum();
    }

    int open(String portfolio, String symbol, boolean buy) {
        return orders.values().stream()
                .filter(order -> order.portfolio.equals(portfolio) && order.symbol.equals(symbol) && order.buy == buy)
                .mapToInt(Order::open)
                .sum();
    }

    BigDecimal worth(String portfolio, boolean buy) {
        return orders.values().stream()
                .filter(order -> order.portfolio.equals(portfolio) && order.buy == buy)
                .map(Order::worth)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether the position could go too far with so many more. */
    private boolean isBeyond(Order order, int more) {
        int held = held(order.portfolio, order.symbol);
        int open = open(order.portfolio, order.symbol, order.buy);
        return most != null && (order.buy ? held : -held) + open + more > most;
    }

    private boolean crosses(Order order, BigDecimal limit) {
        boolean ofAll = selfTrade.getOrDefault("", false);
        if (!selfTrade.getOrDefault(order.portfolio, ofAll)) {
            return false;
        }
        return orders.values().stream()
                .filter(other -> other != order && other.isLive() && other.buy != order.buy)
                .filter(other -> other.symbol.equals(order.symbol))
                .filter(other -> ofAll || other.portfolio.equals(order.portfolio))
                .anyMatch(other -> limit == null
                        || other.prices().stream()
                                .anyMatch(price -> price == null
                                        || (order.buy ? limit.compareTo(price) >= 0 : limit.compareTo(price) <= 0)));
    }

    Refusal modify(String sender, Order order, int quantity, BigDecimal limit, long now) {
        if (order.waits()) {
            return Refusal.CHANGE_WAITS;
        }
        if (!order.isLive()) {
            return Refusal.FIELD_LOCKED;
        }
        if (order.force.equals("GOOD_TILL_TIME") && order.expireAt <= now) {
            return Refusal.BAD_EXPIRY;
        }
        if (quantity < order.filled) {
            return Refusal.BELOW_FILLED;
        }
        if (quantity == order.quantity && limit.compareTo(order.limit) == 0) {
            return Refusal.NOTHING_CHANGES;
        }
        Refusal refusal = general(sender, order, now);
        if (refusal == null && isBeyond(order, quantity - order.quantity)) {
            refusal = Refusal.POSITION_LIMIT;
        }
        if (refusal == null && crosses(order, limit)) {
            refusal = Refusal.SELF_TRADE;
        }
        if (refusal != null) {
            return refusal;
        }
        if (order.state.equals("CREATED")) {
            order.quantity = quantity;
            order.limit = limit;
        } else {
            order.askedQuantity = quantity;
            order.askedLimit = limit;
            order.state = "PENDING_MODIFY";
        }
        return null;
    }

    /** The venue took the modify. */
    void replaced(Order order) {
        order.quantity = Math.max(order.askedQuantity, order.filled);
        order.limit = order.askedLimit;
        order.rest();
    }

    Refusal cancel(Order order) {
        if (order == null) {
            return Refusal.UNKNOWN_ORDER;
        }
        if (order.state.equals("PENDING_CANCEL")) {
            return Refusal.CHANGE_WAITS;
        }
        if (!order.isLive()) {
            return Refusal.NO_SUCH_MOVE;
        }
        order.askedQuantity = order.state.equals("PENDING_MODIFY") ? order.askedQuantity : 0;
        order.state = order.state.equals("CREATED") ? "CANCELLED" : "PENDING_CANCEL";
        return null;
    }

    // What happens.

    void filled(Order order, int quantity, long now) {
        order.filled += quantity;
        marks.put(order.symbol, BigDecimal.TEN);
        if (order.filled == order.quantity && order.isLive()) {
            order.state = "FILLED";
        } else if (order.isLive() && !order.waits()) {
            order.rest();
        }
        Rate rate = rate("EXECUTIONS", order.sender);
        String queue = "EXECUTIONS of " + order.sender;
        count(queue, rate, now);
        if (waiting(queue, now) > rate.most()) {
            stopped.add(order.sender);
        }
    }

    void release(String sender) {
        stopped.remove(sender);
        queues.remove("EXECUTIONS of " + sender);
    }

    void day(boolean begins, long now) {
        dayOpen = begins;
        for (Order order : orders.values()) {
            boolean over = switch (order.force) {
                case "GOOD_TILL_TIME" -> order.expireAt <= now;
                case "GOOD_TILL_CANCEL" -> false;
                default -> !begins;
            };
            if (order.isLive()) {
                order.state = over ? "EXPIRED" : order.state;
            } else if (!begins) {
                order.state = switch (order.state) {
                    case "FILLED" -> "PENDING_SETTLEMENT";
                    case "SETTLED" -> "CLOSED";
                    default -> order.state;
                };
            }
        }
    }
}
