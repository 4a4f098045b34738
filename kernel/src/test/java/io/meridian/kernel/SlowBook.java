package io.meridian.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What orders do, written a second time: slow, with plain objects and texts, and without a look at the kernel. One instrument,
 * quantities in whole shares, prices in cents.
 */
final class SlowBook {
    static final class Order {
        String id;
        String side;
        String state = "CREATED";
        String before = "";
        /** Whether compliance ever passed it, so that it may have left. */
        boolean passed;

        boolean acknowledged;
        int quantity;
        int price;
        int askedQuantity;
        int askedPrice;
        String request = "";
        final List<Trade> trades = new ArrayList<>();
        final List<Part> parts = new ArrayList<>();

        int filled() {
            return trades.stream().mapToInt(trade -> trade.quantity).sum();
        }

        /** What it is or, while a modify waits, may be already. */
        int most() {
            return state.matches("PENDING_(MODIFY|CANCEL)") ? Math.max(quantity, askedQuantity) : quantity;
        }

        long value() {
            return trades.stream()
                    .mapToLong(trade -> (long) trade.quantity * trade.price)
                    .sum();
        }

        int placed() {
            return parts.stream()
                    .mapToInt(part -> part.over() ? part.filled() : part.quantity)
                    .sum();
        }

        String rest() {
            if (filled() > 0) {
                return filled() == quantity ? "FILLED" : "PARTIALLY_FILLED";
            }
            return acknowledged ? "OPEN" : "COMPLIANCE_APPROVED";
        }

        void go(String to) {
            if (to.equals("SUSPENDED")) {
                before = state;
            }
            passed |= to.equals("COMPLIANCE_APPROVED");
            acknowledged |= Set.of("OPEN", "PARTIALLY_FILLED", "FILLED").contains(to);
            state = to;
        }
    }

    static final class Part {
        String id;
        Order order;
        int quantity;
        String state;

        int filled() {
            return order.trades.stream()
                    .filter(trade -> trade.part == this)
                    .mapToInt(trade -> trade.quantity)
                    .sum();
        }

        boolean over() {
            return Set.of("FILLED", "CANCELLED", "REJECTED", "EXPIRED").contains(state);
        }
    }

    static final class Trade {
        String id;
        Order order;
        Part part;
        int quantity;
        int price;
    }

    private static final Set<String> WISH = Set.of("STRATEGY", "OPTIMIZER", "OMS", "PERSON");
    private static final Set<String> MARKET = Set.of("EMS", "CCM");
    private static final Set<String> GUARD = Set.of("OMS", "PERSON");
    private static final Set<String> BOOKS = Set.of("BOR", "TIME");

    /** All trades that count, in the order they were booked; a correction stands where its trade stood. */
    final List<Trade> book = new ArrayList<>();

    final Map<String, Order> orders = new HashMap<>();
    final Map<String, Part> parts = new HashMap<>();

    boolean create(String pool, String id, String side, int quantity, int price) {
        if (!WISH.contains(pool) || orders.containsKey(id) || quantity <= 0 || price <= 0) {
            return false;
        }
        Order order = new Order();
        order.id = id;
        order.side = side;
        order.quantity = quantity;
        order.price = price;
        orders.put(id, order);
        return true;
    }

    boolean modify(String pool, String id, String request, int quantity, int price) {
        Order order = orders.get(id);
        if (!WISH.contains(pool) || order == null || quantity <= 0 || price <= 0 || quantity < order.filled()) {
            return false;
        }
        if (quantity == order.quantity && price == order.price) {
            return false;
        }
        switch (order.state) {
            case "CREATED", "PENDING_COMPLIANCE" -> {
                order.quantity = quantity;
                order.price = price;
                order.go("CREATED");
            }
            case "COMPLIANCE_APPROVED", "OPEN", "PARTIALLY_FILLED" -> {
                order.askedQuantity = quantity;
                order.askedPrice = price;
                order.request = request;
                order.go("PENDING_MODIFY");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean cancel(String pool, String id, String request) {
        Order order = orders.get(id);
        if (!WISH.contains(pool) || order == null) {
            return false;
        }
        switch (order.state.equals("SUSPENDED") ? order.before : order.state) {
            case "CREATED", "PENDING_COMPLIANCE" -> order.go("CANCELLED");
            case "COMPLIANCE_APPROVED", "OPEN", "PARTIALLY_FILLED", "PENDING_MODIFY" -> {
                order.request = request;
                order.askedQuantity = order.state.equals("PENDING_MODIFY") ? order.askedQuantity : 0;
                order.go("PENDING_CANCEL");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean report(String pool, String id, String request, String said, String cause) {
        Order order = orders.get(id);
        if (order == null
                || !Set.of("OMS", "EMS", "CCM", "BOR", "PERSON", "TIME").contains(pool)) {
            return false;
        }
        boolean end = Set.of("CANCELLED", "REJECTED", "EXPIRED").contains(said);
        boolean market = MARKET.contains(pool);
        boolean guard = GUARD.contains(pool);
        switch (order.state) {
            case "CREATED", "PENDING_COMPLIANCE" -> {
                if (said.equals(order.state)) {
                    return true;
                }
                boolean created = order.state.equals("CREATED");
                boolean allowed = switch (said) {
                    case "PENDING_COMPLIANCE" -> created && pool.equals("OMS");
                    case "CREATED" -> guard;
                    case "COMPLIANCE_APPROVED", "COMPLIANCE_REJECTED" -> !created && guard;
                    case "CANCELLED", "SUSPENDED" -> guard;
                    case "REJECTED" -> created && pool.equals("OMS");
                    case "EXPIRED" -> pool.equals("OMS") || pool.equals("TIME");
                    default -> false;
                };
                return allowed && going(order, said);
            }
            case "COMPLIANCE_APPROVED", "OPEN", "PARTIALLY_FILLED" -> {
                if (said.equals(order.state) || order.state.equals("PARTIALLY_FILLED") && said.equals("OPEN")) {
                    return true;
                }
                boolean approved = order.state.equals("COMPLIANCE_APPROVED");
                boolean allowed = switch (said) {
                    case "OPEN" -> approved && market;
                    case "REJECTED" -> order.filled() == 0 && (market || approved && pool.equals("OMS"));
                    case "SUSPENDED" -> guard;
                    case "CANCELLED" -> market;
                    case "EXPIRED" -> market || pool.equals("TIME");
                    default -> false;
                };
                return allowed && going(order, said);
            }
            case "PENDING_CANCEL", "PENDING_MODIFY" -> {
                boolean cancels = order.state.equals("PENDING_CANCEL");
                if (end) {
                    return (market || pool.equals("TIME") && said.equals("EXPIRED"))
                            && (order.filled() == 0 || !said.equals("REJECTED"))
                            && going(order, said);
                }
                boolean refused = cause.equals(cancels ? "CANCEL_REFUSED" : "MODIFY_REFUSED");
                boolean taken = !cancels && !refused && !request.isEmpty() && request.equals(order.request);
                if (!refused && !taken) {
                    return true;
                }
                if (!market) {
                    return false;
                }
                if (taken) {
                    order.quantity = Math.max(order.askedQuantity, order.filled());
                    order.price = order.askedPrice;
                }
                return going(order, order.rest());
            }
            case "SUSPENDED" -> {
                boolean early = Set.of("CREATED", "PENDING_COMPLIANCE").contains(order.before);
                if (end) {
                    boolean allowed = switch (said) {
                        case "CANCELLED" -> market || guard;
                        case "EXPIRED" -> market || pool.equals("TIME");
                        default -> false;
                    };
                    return allowed && going(order, said);
                }
                if (!said.equals(early ? order.before : order.rest())) {
                    return true;
                }
                return guard && going(order, said);
            }
            case "FILLED" -> {
                if (Set.of("FILLED", "OPEN", "PARTIALLY_FILLED").contains(said)) {
                    return true;
                }
                return said.equals("PENDING_SETTLEMENT") && BOOKS.contains(pool) && going(order, said);
            }
            case "PENDING_SETTLEMENT" -> {
                return said.equals(order.state) || said.equals("SETTLED") && BOOKS.contains(pool) && going(order, said);
            }
            case "SETTLED" -> {
                return said.equals(order.state) || said.equals("CLOSED") && BOOKS.contains(pool) && going(order, said);
            }
            default -> {
                return said.equals(order.state);
            }
        }
    }

    private static boolean going(Order order, String to) {
        order.go(to);
        return true;
    }

    boolean place(String pool, String id, String orderId, int quantity, String said) {
        Order order = orders.get(orderId);
        if (!MARKET.contains(pool) || order == null) {
            return false;
        }
        Part part = parts.get(id);
        if (part == null) {
            String state = order.state.equals("SUSPENDED") ? order.before : order.state;
            if (!Set.of("COMPLIANCE_APPROVED", "OPEN", "PARTIALLY_FILLED", "PENDING_CANCEL", "PENDING_MODIFY")
                            .contains(state)
                    || quantity <= 0
                    || order.placed() + quantity > order.quantity
                    || !Set.of("PENDING", "SENT", "OPEN").contains(said)) {
                return false;
            }
            part = new Part();
            part.id = id;
            part.order = order;
            part.quantity = quantity;
            part.state = said;
            parts.put(id, part);
            order.parts.add(part);
            return true;
        }
        if (part.order != order) {
            return false;
        }
        if (part.state.equals(said) || said.equals("PENDING")) {
            return true;
        }
        if (said.equals("SENT")) {
            part.state = part.state.equals("PENDING") ? said : part.state;
            return true;
        }
        if (part.over()) {
            return part.state.equals("FILLED")
                    && Set.of("OPEN", "PARTIALLY_FILLED").contains(said);
        }
        boolean allowed = switch (said) {
            case "OPEN" -> true;
            case "PARTIALLY_FILLED" -> part.filled() > 0;
            case "FILLED" -> part.filled() == part.quantity;
            case "REJECTED" -> !part.state.equals("PARTIALLY_FILLED");
            default -> true;
        };
        if (allowed && !(said.equals("OPEN") && part.filled() > 0)) {
            part.state = said;
        }
        return allowed;
    }

    /** {@code kind} is NEW, CORRECTION or CANCEL; the last two are about the trade {@code referenced}. */
    boolean fill(
            String pool,
            String kind,
            String tradeId,
            String orderId,
            String partId,
            String referenced,
            String side,
            int price,
            int quantity) {
        Order order = orders.get(orderId);
        if (!MARKET.contains(pool) || order == null || !side.equals(order.side)) {
            return false;
        }
        Trade old = null;
        if (kind.equals("NEW")) {
            if (!order.passed || Set.of("REJECTED", "SETTLED", "CLOSED").contains(order.state)) {
                return false;
            }
        } else {
            old = trade(order, referenced);
            if (old == null || Set.of("SETTLED", "CLOSED").contains(order.state)) {
                return false;
            }
        }
        if (!kind.equals("CANCEL")) {
            Part part = partId.isEmpty() ? null : parts.get(partId);
            if (!partId.isEmpty() && (part == null || part.order != order)) {
                return false;
            }
            int replaced = old == null ? 0 : old.quantity;
            Trade same = orders.values().stream()
                    .map(any -> trade(any, tradeId))
                    .filter(found -> found != null)
                    .findAny()
                    .orElse(null);
            if (quantity <= 0
                    || order.filled() - replaced + quantity > order.quantity
                    || same != null && same != old
                    || part != null
                            && part.filled() - (old != null && old.part == part ? replaced : 0) + quantity
                                    > part.quantity) {
                return false;
            }
            drop(order, old);
            Trade trade = new Trade();
            trade.id = tradeId;
            trade.order = order;
            if (old == null) {
                book.add(trade);
            } else {
                book.set(book.indexOf(old), trade);
            }
            trade.part = part;
            trade.quantity = quantity;
            trade.price = price;
            order.trades.add(trade);
            if (part != null && !part.over()) {
                part.state = part.filled() == part.quantity ? "FILLED" : "PARTIALLY_FILLED";
            }
        } else {
            drop(order, old);
            book.remove(old);
        }
        switch (order.state) {
            case "COMPLIANCE_APPROVED", "OPEN", "PARTIALLY_FILLED", "FILLED" -> {
                if (order.filled() > 0) {
                    order.go(order.rest());
                } else if (!order.state.equals("COMPLIANCE_APPROVED")) {
                    order.go("OPEN");
                }
            }
            case "PENDING_CANCEL", "PENDING_MODIFY", "SUSPENDED" -> {
                if (order.filled() == order.quantity) {
                    order.go("FILLED");
                }
            }
            default -> {
                // Over.
            }
        }
        return true;
    }

    private static void drop(Order order, Trade old) {
        if (old == null) {
            return;
        }
        order.trades.remove(old);
        if (old.part != null && old.part.state.equals("PARTIALLY_FILLED") && old.part.filled() == 0) {
            old.part.state = "OPEN";
        }
    }

    private static Trade trade(Order order, String id) {
        return order.trades.stream()
                .filter(trade -> trade.id.equals(id))
                .findFirst()
                .orElse(null);
    }

    SlowPosition position(String method) {
        SlowPosition position = new SlowPosition(method);
        for (Trade trade : book) {
            position.trade(trade.order.side.equals("BUY"), trade.quantity, trade.price);
        }
        return position;
    }

    /** In millionths. */
    long cash() {
        return book.stream()
                .mapToLong(trade -> (trade.order.side.equals("BUY") ? -1 : 1) * 10_000L * trade.quantity * trade.price)
                .sum();
    }

    /** What live orders may still buy or sell. */
    long open(String side) {
        return orders.values().stream()
                .filter(order -> order.side.equals(side)
                        && Set.of(
                                        "CREATED",
                                        "PENDING_COMPLIANCE",
                                        "COMPLIANCE_APPROVED",
                                        "OPEN",
                                        "PARTIALLY_FILLED",
                                        "PENDING_CANCEL",
                                        "PENDING_MODIFY",
                                        "SUSPENDED")
                                .contains(order.state))
                .mapToLong(order -> order.most() - order.filled())
                .sum();
    }
}
