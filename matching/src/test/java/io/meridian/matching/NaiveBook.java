package io.meridian.matching;

import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a book does, written plainly: lists that are sorted anew for every step. Says what happens as lines of text. */
final class NaiveBook {
    static final class Order {
        long id;
        long owner;
        boolean buys;
        OrderType type;
        TimeInForce force;
        long quantity;
        long filled;
        long limit;
        long stop;
        boolean postOnly;
        long age;
        /** book, stops, open, close or gone. */
        String where = "";

        long leaves() {
            return quantity - filled;
        }

        /** A market order is before all limits. */
        long rank() {
            long price = limit != 0 ? limit : Long.MAX_VALUE / 4 * (buys ? 1 : -1);
            return buys ? -price : price;
        }
    }

    final List<String> said = new ArrayList<>();
    final List<Order> all = new ArrayList<>();
    private final SelfTrade selfTrade;
    Phase phase = Phase.CONTINUOUS;
    long last;
    private long trades;
    private long clock;

    NaiveBook(SelfTrade selfTrade) {
        this.selfTrade = selfTrade;
    }

    private List<Order> in(String where, boolean buys) {
        return all.stream()
                .filter(order -> order.where.equals(where) && order.buys == buys)
                .sorted(Comparator.comparingLong(Order::rank).thenComparingLong(order -> order.age))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    Order find(long id) {
        return all.stream().filter(order -> order.id == id).findAny().orElse(null);
    }

    private boolean reaches(Order order, Order other) {
        return order.limit == 0 || (order.buys ? order.limit >= other.limit : order.limit <= other.limit);
    }

    int submit(Order order) {
        if (find(order.id) != null) {
            return -1;
        }
        if (order.quantity <= 0) {
            return -2;
        }
        boolean hasLimit = order.type == OrderType.LIMIT || order.type == OrderType.STOP_LIMIT;
        boolean hasStop = order.type == OrderType.STOP || order.type == OrderType.STOP_LIMIT;
        boolean forAuction = order.force == TimeInForce.AT_OPEN || order.force == TimeInForce.AT_CLOSE;
        if (hasLimit != order.limit > 0 || hasStop != order.stop > 0 || hasStop && forAuction) {
            return -3;
        }
        boolean immediate = order.force == TimeInForce.IMMEDIATE_OR_CANCEL || order.force == TimeInForce.FILL_OR_KILL;
        if (immediate && phase != Phase.CONTINUOUS) {
            return -4;
        }
        if (order.force == TimeInForce.AT_OPEN && (phase == Phase.CONTINUOUS || phase == Phase.CLOSING)) {
            return -7;
        }
        if (order.postOnly && (order.type != OrderType.LIMIT || immediate || wouldTake(order))) {
            return -5;
        }
        all.add(order);
        enter(order);
        stops();
        return 0;
    }

    private boolean wouldTake(Order order) {
        return phase == Phase.CONTINUOUS && in("book", !order.buys).stream().anyMatch(other -> reaches(order, other));
    }

    private void enter(Order order) {
        order.age = ++clock;
        if (order.force == TimeInForce.AT_CLOSE && phase != Phase.CLOSING) {
            rest(order, "close");
        } else if (order.force == TimeInForce.AT_OPEN && phase != Phase.OPENING) {
            rest(order, "open");
        } else if (order.stop != 0) {
            if (phase == Phase.CONTINUOUS && reached(order)) {
                trigger(order);
            } else {
                rest(order, "stops");
            }
        } else if (phase == Phase.CONTINUOUS) {
            match(order);
        } else {
            rest(order, "book");
        }
    }

    private void rest(Order order, String where) {
        order.where = where;
        said.add("rests " + order.id + " " + order.leaves());
    }

    private void end(Order order, EndReason reason) {
        all.remove(order);
        said.add("ends " + order.id + " " + order.leaves() + " " + reason);
    }

    private boolean self(Order a, Order b) {
        return selfTrade != SelfTrade.ALLOW && a.owner != 0 && a.owner == b.owner;
    }

    private void trade(Order maker, Order taker, long price, long quantity) {
        maker.filled += quantity;
        taker.filled += quantity;
        last = price;
        said.add("trade " + ++trades + " " + maker.id + " " + taker.id + " " + price + " " + quantity + " "
                + maker.leaves() + " " + taker.leaves());
        if (maker.leaves() == 0) {
            all.remove(maker);
        }
        if (taker.leaves() == 0) {
            all.remove(taker);
        }
    }

    private void match(Order order) {
        order.where = "";
        if (order.force == TimeInForce.FILL_OR_KILL) {
            long there = 0;
            for (Order other : in("book", !order.buys)) {
                if (!reaches(order, other) || self(order, other) && selfTrade != SelfTrade.CANCEL_OLDEST) {
                    break;
                }
                there += self(order, other) ? 0 : other.leaves();
            }
            if (there < order.leaves()) {
                end(order, EndReason.FILL_OR_KILL);
                return;
            }
        }
        while (true) {
            List<Order> others = in("book", !order.buys);
            if (others.isEmpty() || !reaches(order, others.getFirst())) {
                break;
            }
            Order other = others.getFirst();
            long both = Math.min(order.leaves(), other.leaves());
            if (!self(order, other)) {
                trade(other, order, other.limit, both);
                if (order.leaves() == 0) {
                    return;
                }
                continue;
            }
            boolean oldEnds = selfTrade == SelfTrade.CANCEL_OLDEST || selfTrade == SelfTrade.CANCEL_BOTH;
            boolean newEnds = selfTrade == SelfTrade.CANCEL_NEWEST || selfTrade == SelfTrade.CANCEL_BOTH;
            if (selfTrade == SelfTrade.DECREMENT) {
                order.quantity -= both;
                other.quantity -= both;
                oldEnds = other.leaves() == 0;
                newEnds = order.leaves() == 0;
                if (!oldEnds) {
                    said.add("modified " + other.id + " " + other.leaves() + " " + other.limit + " true");
                }
            }
            if (oldEnds) {
                end(other, EndReason.SELF_TRADE);
            }
            if (newEnds) {
                end(order, EndReason.SELF_TRADE);
                return;
            }
        }
        if (order.limit == 0 || order.force == TimeInForce.IMMEDIATE_OR_CANCEL) {
            end(order, EndReason.NOTHING_TO_TRADE);
        } else {
            rest(order, "book");
        }
    }

    private boolean reached(Order order) {
        return last != 0 && (order.buys ? last >= order.stop : last <= order.stop);
    }

    private void trigger(Order order) {
        order.age = ++clock;
        order.stop = 0;
        said.add("triggered " + order.id);
        match(order);
    }

    private void stops() {
        while (phase == Phase.CONTINUOUS) {
            Comparator<Order> nearest = Comparator.<Order, Boolean>comparing(order -> !order.buys)
                    .thenComparingLong(order -> order.buys ? order.stop : -order.stop)
                    .thenComparingLong(order -> order.age);
            Order next = all.stream()
                    .filter(order -> order.where.equals("stops") && reached(order))
                    .min(nearest)
                    .orElse(null);
            if (next == null) {
                return;
            }
            trigger(next);
        }
    }

    int cancel(long id) {
        Order order = find(id);
        if (order == null) {
            return -6;
        }
        end(order, EndReason.CANCELLED);
        return 0;
    }

    int modify(long id, long quantity, long limit, long stop) {
        Order order = find(id);
        if (order == null) {
            return -6;
        }
        if (quantity <= 0) {
            return -2;
        }
        if (limit > 0 && order.limit == 0 || stop > 0 && order.stop == 0) {
            return -3;
        }
        long newLimit = limit == 0 ? order.limit : limit;
        long newStop = stop == 0 ? order.stop : stop;
        long before = order.limit;
        order.limit = newLimit;
        if (order.postOnly && wouldTake(order)) {
            order.limit = before;
            return -5;
        }
        if (quantity <= order.filled) {
            order.limit = before;
            end(order, EndReason.MODIFIED_TO_FILLED);
            return 0;
        }
        boolean keeps = quantity <= order.quantity && before == newLimit && newStop == order.stop;
        order.quantity = quantity;
        order.stop = newStop;
        said.add("modified " + id + " " + order.leaves() + " " + newLimit + " " + keeps);
        if (!keeps) {
            enter(order);
            stops();
        }
        return 0;
    }

    void phase(Phase next) {
        if (next == phase) {
            return;
        }
        if (phase == Phase.OPENING || phase == Phase.CLOSING || next == Phase.CONTINUOUS) {
            uncross();
        }
        phase = next;
        String waiting = next == Phase.OPENING ? "open" : next == Phase.CLOSING ? "close" : "";
        all.stream()
                .filter(order -> order.where.equals(waiting))
                .sorted(Comparator.comparingLong(order -> order.age))
                .forEach(order -> {
                    order.where = "book";
                    order.age = ++clock;
                });
        if (next == Phase.CONTINUOUS) {
            for (Order order : all.stream()
                    .filter(order -> order.where.equals("open"))
                    .sorted(Comparator.comparingLong(order -> order.age))
                    .toList()) {
                end(order, EndReason.AUCTION_OVER);
            }
            stops();
        }
    }

    private long at(boolean buys, long price) {
        return in("book", buys).stream()
                .filter(order -> order.limit == 0 || (buys ? order.limit >= price : order.limit <= price))
                .mapToLong(Order::leaves)
                .sum();
    }

    private void uncross() {
        TreeSet<Long> prices = all.stream()
                .filter(order -> order.where.equals("book") && order.limit != 0)
                .map(order -> order.limit)
                .collect(Collectors.toCollection(TreeSet::new));
        if (last != 0) {
            prices.add(last);
        }
        Comparator<Long> best = Comparator.<Long>comparingLong(price -> -Math.min(at(true, price), at(false, price)))
                .thenComparingLong(price -> Math.abs(at(true, price) - at(false, price)))
                .thenComparingLong(price -> last == 0 ? 0 : Math.abs(price - last))
                .thenComparingLong(price -> price);
        Long price = prices.stream().min(best).orElse(0L);
        long left = price == 0 ? 0 : Math.min(at(true, price), at(false, price));
        while (left > 0) {
            Order buyer = in("book", true).getFirst();
            Order seller = in("book", false).getFirst();
            long quantity = Math.min(left, Math.min(buyer.leaves(), seller.leaves()));
            trade(seller, buyer, price, quantity);
            left -= quantity;
        }
        for (boolean buys : new boolean[] {true, false}) {
            for (Order order : in("book", buys)) {
                if (order.limit == 0 || order.force == TimeInForce.AT_OPEN || order.force == TimeInForce.AT_CLOSE) {
                    end(order, EndReason.AUCTION_OVER);
                }
            }
        }
    }

    /** The levels of a side as text, best first. */
    String depth(boolean buys) {
        StringBuilder text = new StringBuilder();
        List<Order> orders = in("book", buys);
        for (int i = 0; i < orders.size(); ) {
            long limit = orders.get(i).limit;
            long quantity = 0;
            int count = 0;
            for (; i < orders.size() && orders.get(i).limit == limit; i++) {
                quantity += orders.get(i).leaves();
                count++;
            }
            text.append(limit)
                    .append(':')
                    .append(quantity)
                    .append('/')
                    .append(count)
                    .append(' ');
        }
        return text.toString();
    }
}
