package io.meridian.sdk;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** An order as the plugin that handles it knows it: what was asked, and what has become of it. It lasts, unlike an event. */
public final class WorkingOrder {
    private final String id;
    private final String parentId;
    private final String portfolio;
    private final String venue;
    private final String symbol;
    private final String currency;
    private final Side side;
    private double quantity;
    private double limitPrice;
    private String venueOrderId = "";
    private BigDecimal filled = BigDecimal.ZERO;
    private BigDecimal value = BigDecimal.ZERO;
    private OrderState state;
    private long events;
    private int parts;
    private long heard;
    private boolean withdrawn;
    private boolean own;
    private boolean refused;

    // Of what was published about it last; not kept across a crash, since nothing is told of it then.
    private long sentTag;
    private long reportTag;
    private long cancelTag;

    /** What it was of an order that the sidecar refused. */
    enum RefusedPart {
        ORDER,
        REPORT,
        CANCEL,
        NOTHING
    }

    WorkingOrder(String id, OrderTerms terms) {
        this(
                id,
                "",
                terms.portfolio(),
                terms.listing().venue(),
                terms.listing().symbol(),
                terms.currency(),
                terms.side(),
                terms.quantity().doubleValue(),
                terms.limitPrice() == null ? Double.NaN : terms.limitPrice().doubleValue());
    }

    WorkingOrder(OrderEvent event) {
        this(
                event.orderId(),
                event.parentId(),
                event.portfolio(),
                event.venue(),
                event.symbol(),
                event.currency(),
                event.side(),
                event.quantity(),
                event.limitPrice());
    }

    WorkingOrder(NewOrder order) {
        this(
                order.orderId(),
                order.parentId(),
                order.portfolio(),
                order.venue(),
                order.symbol(),
                order.currency(),
                order.side(),
                order.quantity(),
                order.limitPrice());
    }

    WorkingOrder(
            String id,
            String parentId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double limitPrice) {
        this.id = id;
        this.parentId = parentId;
        this.portfolio = portfolio;
        this.venue = venue;
        this.symbol = symbol;
        this.currency = currency;
        this.side = side;
        this.quantity = quantity;
        this.limitPrice = limitPrice;
    }

    public String id() {
        return id;
    }

    /** The order that it is a part of; empty when it is none. */
    public String parentId() {
        return parentId;
    }

    public String portfolio() {
        return portfolio;
    }

    public String venue() {
        return venue;
    }

    public String symbol() {
        return symbol;
    }

    public String currency() {
        return currency;
    }

    public Side side() {
        return side;
    }

    /** What was ordered, with what is filled already. */
    public double quantity() {
        return quantity;
    }

    /** {@code NaN}: at the market. */
    public double limitPrice() {
        return limitPrice;
    }

    /** What the venue calls it; empty until it said. */
    public String venueOrderId() {
        return venueOrderId;
    }

    public double filledQuantity() {
        return filled.doubleValue();
    }

    /** What may still be filled; 0 once it is over, or compliance refused it here. */
    public double leavesQuantity() {
        return exactLeaves().doubleValue();
    }

    /** As {@link #leavesQuantity}, exact. */
    public BigDecimal exactLeaves() {
        return isOver() || refused
                ? BigDecimal.ZERO
                : Decimal.exact(quantity).subtract(filled).max(BigDecimal.ZERO);
    }

    /** Of what is filled; {@code NaN} when nothing is. */
    public double averagePrice() {
        return filled.signum() == 0
                ? Double.NaN
                : value.divide(filled, MathContext.DECIMAL64).doubleValue();
    }

    /** What was said of it last; null when nothing was. */
    public OrderState state() {
        return state;
    }

    /** Whether nothing more can be filled. */
    public boolean isOver() {
        return state != null
                && switch (state) {
                    case FILLED,
                            CANCELLED,
                            REJECTED,
                            COMPLIANCE_REJECTED,
                            EXPIRED,
                            PENDING_SETTLEMENT,
                            SETTLED,
                            CLOSED -> true;
                    default -> false;
                };
    }

    /** How many events of it were told here. */
    public long events() {
        return events;
    }

    @Override
    public String toString() {
        return id + " " + side + " " + quantity + " " + symbol + " " + state + " filled=" + filled.toPlainString();
    }

    void calledAtVenue(String name) {
        venueOrderId = name;
    }

    void changed(double newQuantity, double newLimitPrice) {
        quantity = newQuantity;
        limitPrice = newLimitPrice;
    }

    /** Counts a trade, and gives the state that it leaves the order in. */
    OrderState filled(double more, double price) {
        return filled(Decimal.exact(more), price);
    }

    /** Counts a trade, or takes one out when it is below 0. */
    OrderState filled(BigDecimal more, double price) {
        filled = filled.add(more);
        value = value.add(more.multiply(Decimal.exact(price)));
        return filled.compareTo(Decimal.exact(quantity)) >= 0 ? OrderState.FILLED : OrderState.PARTIALLY_FILLED;
    }

    void said(OrderState now) {
        state = now;
        events++;
    }

    /**
     * Takes over what the kernel says of it.
     *
     * @param termsToo whether its quantity and limit as well
     * @return false when that is older than what is known
     */
    boolean heard(OrderEvent event, boolean termsToo) {
        if (event.eventNumber() < heard) {
            return false;
        }
        heard = event.eventNumber();
        state = event.state();
        if (termsToo) {
            changed(event.quantity(), event.limitPrice());
        }
        filled = Decimal.exact(event.filledQuantity());
        value = filled.signum() == 0 ? BigDecimal.ZERO : filled.multiply(Decimal.exact(event.averagePrice()));
        if (event.cause() == OrderCause.CANCEL_REFUSED) {
            withdrawn = false;
        }
        return true;
    }

    void sent(long tag) {
        sentTag = tag;
        own = true;
    }

    void reported(long tag) {
        reportTag = tag;
        events++;
    }

    void withdrawn(long tag) {
        cancelTag = tag;
        withdrawn = true;
    }

    /** Whether compliance refused it here, which the kernel has not said yet. */
    void refusedHere(boolean value) {
        refused = value;
    }

    void own() {
        own = true;
    }

    /** Whether it was sent from here, and not only heard of. */
    public boolean isOwn() {
        return own;
    }

    /** Whether it was asked to be cancelled, and that was not refused. */
    public boolean isWithdrawn() {
        return withdrawn;
    }

    /** The sidecar refused what was published under a tag. */
    RefusedPart refused(long tag) {
        if (tag == sentTag) {
            return RefusedPart.ORDER;
        } else if (tag == cancelTag) {
            withdrawn = false;
            return RefusedPart.CANCEL;
        }
        return tag == reportTag ? RefusedPart.REPORT : RefusedPart.NOTHING;
    }

    /** The id of its next part, the same again when it is divided again after a crash. */
    String nextPartId() {
        return id + "." + ++parts;
    }

    void save(DataOutput out) throws IOException {
        for (String text : new String[] {id, parentId, portfolio, venue, symbol, currency, venueOrderId}) {
            out.writeUTF(text);
        }
        out.writeByte(side.value());
        out.writeDouble(quantity);
        out.writeDouble(limitPrice);
        out.writeUTF(filled.toString());
        out.writeUTF(value.toString());
        out.writeByte(state == null ? 0 : state.value());
        out.writeLong(events);
        out.writeInt(parts);
        out.writeLong(heard);
        out.writeBoolean(withdrawn);
        out.writeBoolean(own);
        out.writeBoolean(refused);
    }

    static WorkingOrder load(DataInput in) throws IOException {
        String id = in.readUTF();
        String parentId = in.readUTF();
        String portfolio = in.readUTF();
        String venue = in.readUTF();
        String symbol = in.readUTF();
        String currency = in.readUTF();
        String venueOrderId = in.readUTF();
        WorkingOrder order = new WorkingOrder(
                id,
                parentId,
                portfolio,
                venue,
                symbol,
                currency,
                Side.get((short) in.readUnsignedByte()),
                in.readDouble(),
                in.readDouble());
        order.venueOrderId = venueOrderId;
        order.filled = new BigDecimal(in.readUTF());
        order.value = new BigDecimal(in.readUTF());
        int state = in.readUnsignedByte();
        order.state = state == 0 ? null : OrderState.get((short) state);
        order.events = in.readLong();
        order.parts = in.readInt();
        order.heard = in.readLong();
        order.withdrawn = in.readBoolean();
        order.own = in.readBoolean();
        order.refused = in.readBoolean();
        return order;
    }
}
