package io.meridian.sdk;

import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Position;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every order before it may trade, and makes orders of targets. The kernel says which orders there are and what became
 * of them; the manager says what compliance finds, and orders by the same door as everybody.
 *
 * <pre>{@code
 * public void review(WorkingOrder order) {
 *     if (restricted.contains(order.symbol())) {
 *         reject(order, order.symbol() + " is restricted; ask compliance to lift it");
 *     } else {
 *         approve(order);
 *     }
 * }
 *
 * public void onTargetPosition(TargetPosition target) {
 *     newOrder(OrderTerms.market(target.portfolio(), listing, "USD", Side.BUY, lacks));
 * }
 * }</pre>
 *
 * <p>It follows all orders of the portfolios whose {@code platform.oms.event} it reads, also those that others sent, and what
 * these portfolios hold. Events come to the usual handlers after that.
 */
public abstract class OrderManager extends OrderRole {
    private static final String REVIEW = "platform.oms.review.";

    private final OrderIds ids = new OrderIds();
    private final Known reviews = new Known();
    private final Set<String> underReview = new LinkedHashSet<>();
    private final Holdings holdings = new Holdings();
    private final TopicsByName commands = new TopicsByName(Topics::orderCommand);
    private final TopicsByName reports = new TopicsByName(Topics::orderReport);

    /**
     * Finds out whether an order may trade: {@link #approve} or {@link #reject} it, or leave it waiting and do so later. Called
     * once when the kernel took it, when it was changed before it was passed, and when it goes on after it was suspended.
     */
    public abstract void review(WorkingOrder order);

    @Override
    public final void onNewOrder(NewOrder command) {
        if (!isReview(command)) {
            super.onNewOrder(command);
            return;
        }
        // The kernel's time tells an order that goes on after it was suspended from a message that comes again.
        if (reviews.isNew(command.orderId() + "@" + command.tsInit())) {
            WorkingOrder order = order(command.orderId());
            review(order == null ? begin(command) : order, command.quantity(), command.limitPrice());
        }
    }

    @Override
    public final void onModifyOrder(ModifyOrder command) {
        if (!isReview(command)) {
            super.onModifyOrder(command);
            return;
        }
        WorkingOrder order = order(command.orderId());
        if (order == null) {
            log().warn("an order that is not known here is not looked at again", "order", command.orderId());
        } else if (reviews.isNew(command.orderId() + "/" + command.requestId())) {
            double quantity = command.quantity();
            double limitPrice = command.limitPrice();
            review(
                    order,
                    Double.isNaN(quantity) ? order.quantity() : quantity,
                    Double.isNaN(limitPrice) ? order.limitPrice() : limitPrice);
        }
    }

    private static boolean isReview(OrderCommand command) {
        return command.message().topic().startsWith(REVIEW);
    }

    private void review(WorkingOrder order, double quantity, double limitPrice) {
        if (order.isOver() || isPassed(order.state())) {
            return;
        }
        order.changed(quantity, limitPrice);
        order.refusedHere(false);
        underReview.add(order.id());
        say(order, OrderState.PENDING_COMPLIANCE, "");
        review(order);
    }

    /** An order that was sent from here before a crash, and not kept, is still one of its own. */
    private WorkingOrder known(WorkingOrder order) {
        if (ids.isOwn(context(), order.id())) {
            order.own();
        }
        return order;
    }

    /** Whether the kernel has an order that is in a state beyond compliance. */
    private static boolean isPassed(OrderState state) {
        return state != null
                && switch (state) {
                    case CREATED, PENDING_COMPLIANCE, SUSPENDED -> false;
                    default -> true;
                };
    }

    /** The orders that wait for a verdict, the oldest first. */
    protected final List<WorkingOrder> underReview() {
        return underReview.isEmpty()
                ? List.of()
                : underReview.stream().map(this::order).toList();
    }

    /** Passes an order: it may trade. */
    protected final long approve(WorkingOrder order) {
        return verdict(order, OrderState.COMPLIANCE_APPROVED, "");
    }

    /** Refuses an order. The reason is for whoever sent it: what is wrong, and what to do. */
    protected final long reject(WorkingOrder order, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason of order=" + order.id() + " is empty: say what is wrong");
        }
        return verdict(order, OrderState.COMPLIANCE_REJECTED, reason);
    }

    private long verdict(WorkingOrder order, OrderState found, String reason) {
        if (!underReview.contains(order.id())) {
            throw new IllegalStateException("order=" + order.id() + " state=" + order.state() + " is not under review,"
                    + " so there is nothing to approve or reject; underReview() tells which are");
        }
        long tag = say(order, found, reason);
        if (tag > 0) {
            underReview.remove(order.id());
            order.refusedHere(found == OrderState.COMPLIANCE_REJECTED);
        }
        return tag;
    }

    /** Stops an order until a person releases it, wherever it is. */
    protected final long suspend(WorkingOrder order, String reason) {
        long tag = say(order, OrderState.SUSPENDED, reason);
        if (tag > 0) {
            underReview.remove(order.id());
        }
        return tag;
    }

    /** Reports to the kernel. What the order is is told by the kernel's answer, so its state does not change here. */
    private long say(WorkingOrder order, OrderState found, String reason) {
        long tag = publishReport(order, found, OrderCause.COMPLIANCE, "", reason);
        if (tag > 0) {
            order.reported(tag);
        }
        return tag;
    }

    /**
     * Sends an order to the kernel. Its id is made of the message that is handled, and so it is the same order when that is
     * handled again after a crash.
     *
     * @return the order; null when it was not sent
     */
    protected final WorkingOrder newOrder(OrderTerms terms) {
        String id = ids.next(context());
        WorkingOrder before = order(id);
        if (before != null) {
            return before;
        }
        int length = terms.write(encoding().scratch(), id, clock().nanoTime());
        long tag = encoding()
                .publish(
                        context(),
                        commands.of(terms.portfolio()),
                        NewOrderEncoder.TEMPLATE_ID,
                        EventWriter.VERSION,
                        length);
        if (tag <= 0) {
            return null;
        }
        WorkingOrder order = begin(new WorkingOrder(id, terms));
        order.sent(tag);
        return order;
    }

    /** Asks the kernel to cancel what is open of an order. Asking again, while that waits for an answer, sends nothing. */
    protected final long withdraw(WorkingOrder order) {
        if (order.isWithdrawn() || order.isOver()) {
            return Publisher.UNCHANGED;
        }
        long tag = sendCancel(commands.of(order.portfolio()), order, ids.next(context()));
        if (tag > 0) {
            order.withdrawn(tag);
        }
        return tag;
    }

    /** What a portfolio holds of an instrument as traded; negative is short. */
    protected final BigDecimal held(String portfolio, Listing listing) {
        return holdings.held(portfolio, listing);
    }

    /** All that a portfolio holds, or once held. */
    protected final Map<Listing, BigDecimal> held(String portfolio) {
        return new LinkedHashMap<>(holdings.of(portfolio));
    }

    /** What open orders may still add to a portfolio; negative is to be sold. Parts of other orders are not counted again. */
    protected final BigDecimal working(String portfolio, Listing listing) {
        return openOrders(portfolio, listing).stream()
                .map(order -> order.side() == Side.BUY
                        ? order.exactLeaves()
                        : order.exactLeaves().negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Orders of a portfolio in an instrument that are not over and no parts of others, the oldest first. */
    protected final List<WorkingOrder> openOrders(String portfolio, Listing listing) {
        List<WorkingOrder> found = new ArrayList<>();
        for (WorkingOrder order : eachOpen()) {
            if (order.portfolio().equals(portfolio)
                    && order.symbol().equals(listing.symbol())
                    && order.venue().equals(listing.venue())
                    && order.parentId().isEmpty()) {
                found.add(order);
            }
        }
        return found;
    }

    @Override
    final void observe(Event event) {
        switch (event) {
            case OrderEvent said -> follow(said);
            case Fill fill -> count(fill);
            case Position position -> holdings.heard(position);
            default -> {
                // Of no concern to orders.
            }
        }
    }

    private void follow(OrderEvent event) {
        WorkingOrder before = order(event.orderId());
        WorkingOrder order = before == null ? known(begin(new WorkingOrder(event))) : before;
        // What is under review has the terms that it was shown with; the kernel's word of them may be older.
        if (order.heard(event, !underReview.contains(order.id()))) {
            changed(order);
            if (event.state() == OrderState.PENDING_CANCEL && ids.isOwn(context(), event.requestId())) {
                // Asked for before a crash, perhaps.
                order.withdrawn(0);
            }
            if (isPassed(order.state()) || order.state() == OrderState.SUSPENDED) {
                underReview.remove(order.id());
                order.refusedHere(false);
            }
        }
    }

    private void count(Fill fill) {
        if (fill.kind() == FillKind.CORRECTION || !isNew(fill)) {
            return;
        }
        BigDecimal quantity = Decimal.read(fill.decoder().quantity()).toBigDecimal();
        BigDecimal counted = fill.kind() == FillKind.NEW ? quantity : quantity.negate();
        holdings.add(fill, fill.side() == Side.BUY ? counted : counted.negate());
        WorkingOrder order = order(fill.orderId());
        if (order != null) {
            order.filled(counted, fill.price());
        }
    }

    @Override
    final void observe(Refused refused) {
        if (!refused.action().equals("publish") || refused.tag() == 0) {
            return;
        }
        for (WorkingOrder order : openOrders()) {
            switch (order.refused(refused.tag())) {
                case ORDER -> {
                    order.said(OrderState.REJECTED);
                    changed(order);
                }
                case REPORT -> {
                    if (!isPassed(order.state())) {
                        order.refusedHere(false);
                        underReview.add(order.id());
                    }
                }
                case CANCEL, NOTHING -> {
                    // A cancel can be asked for again.
                }
            }
        }
    }

    @Override
    final String reportTopic(WorkingOrder order) {
        return reports.of(order.portfolio());
    }

    @Override
    final void saveRole(DataOutput out) throws IOException {
        super.saveRole(out);
        reviews.save(out);
        holdings.save(out);
        out.writeInt(underReview.size());
        for (String id : underReview) {
            out.writeUTF(id);
        }
    }

    @Override
    final void loadRole(DataInput in) throws IOException {
        super.loadRole(in);
        reviews.load(in);
        holdings.load(in);
        underReview.clear();
        for (int left = in.readInt(); left > 0; left--) {
            underReview.add(in.readUTF());
        }
    }
}
