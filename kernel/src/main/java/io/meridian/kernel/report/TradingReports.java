package io.meridian.kernel.report;

import io.meridian.kernel.EventSink;
import io.meridian.kernel.Kernel;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.journal.CashMovedDecoder;
import io.meridian.kernel.journal.FillBookedDecoder;
import io.meridian.kernel.journal.FillBustedDecoder;
import io.meridian.kernel.journal.LimitReachedDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.journal.OrderCreatedDecoder;
import io.meridian.kernel.journal.OrderMovedDecoder;
import io.meridian.kernel.journal.OrderReplacedDecoder;
import io.meridian.kernel.journal.PlacementMadeDecoder;
import io.meridian.kernel.journal.PlacementMovedDecoder;
import io.meridian.kernel.journal.PositionSplitDecoder;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;

/**
 * Turns events of the journal into OrderEvent, Fill, Placement, Allocation, Position, Cash and RiskEvent messages. Make it, give it to the kernel
 * as its sink (or call it from yours), and then say by {@link #of} whose events they are.
 *
 * <p>A busted fill is told as a Fill of kind CANCEL, and what stands in its place as one of kind NEW. After each fill and bust come
 * the position and the cash as traded, after a split also what is settled of the position; the other views are told by {@link #books}, and how an order is shared out by {@link #allocation},
 * once all its shares are known. A refused command makes no event of an order: tell its
 * sender by {@link #refused}.
 */
public final class TradingReports implements EventSink {
    private final ReportWriter writer;
    private final RefusalWriter refusals;
    private final AllocationWriter allocations;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderCreatedDecoder orderCreated = new OrderCreatedDecoder();
    private final OrderMovedDecoder orderMoved = new OrderMovedDecoder();
    private final OrderReplacedDecoder orderReplaced = new OrderReplacedDecoder();
    private final PlacementMadeDecoder placementMade = new PlacementMadeDecoder();
    private final PlacementMovedDecoder placementMoved = new PlacementMovedDecoder();
    private final FillBookedDecoder fillBooked = new FillBookedDecoder();
    private final FillBustedDecoder fillBusted = new FillBustedDecoder();
    private final LimitReachedDecoder limitReached = new LimitReachedDecoder();
    private final CashMovedDecoder cashMoved = new CashMovedDecoder();
    private final PositionSplitDecoder split = new PositionSplitDecoder();
    private State state;
    private String reason = "";

    public TradingReports(Reports out) {
        writer = new ReportWriter(out);
        refusals = new RefusalWriter(out);
        allocations = new AllocationWriter(out);
    }

    /** Whose events these are. */
    public TradingReports of(Kernel kernel) {
        state = kernel.state();
        writer.of(state);
        refusals.of(state);
        allocations.of(state);
        return this;
    }

    /**
     * Tells the sender of a NewOrder message that it was refused, as an OrderEvent in the state REJECTED. Of one whose id is no text
     * nothing can be told.
     *
     * @param portfolio whom to tell in place of the order's; null: the order's
     */
    public void refused(DirectBuffer newOrder, int offset, long timeNs, Refusal refusal, String portfolio) {
        refusals.newOrder(newOrder, offset, timeNs, refusal, portfolio);
    }

    /**
     * Tells that a modify or cancel was refused: the order goes on as it is. It is no new event of the order, and has the number of the
     * last one.
     *
     * @param order its place
     * @param requestFrom has the request's id at {@code requestIdAt}
     */
    public void refusedChange(
            int order, long timeNs, OrderCause cause, Refusal refusal, DirectBuffer requestFrom, int requestIdAt) {
        writer.order(
                order,
                timeNs,
                state.orders().state(order),
                cause.value(),
                RefusalWriter.sentence(refusal),
                requestFrom,
                requestIdAt);
    }

    /** Tells that a Fill message could not be booked, as a RiskEvent: a person must look at it. */
    public void refusedFill(DirectBuffer fill, int offset, long timeNs, Refusal refusal) {
        refusals.fill(fill, offset, timeNs, refusal);
    }

    /** Why the orders are where they are, until the next call: what a report said. */
    public void because(String text) {
        reason = text;
    }

    @Override
    public void onEvent(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case OrderCreatedDecoder.TEMPLATE_ID -> {
                orderCreated.wrapAndApplyHeader(buffer, offset, header);
                told(orderCreated.order(), orderCreated.time(), OrderState.NULL_VAL, OrderCause.COMMAND.value());
            }
            case OrderMovedDecoder.TEMPLATE_ID -> {
                orderMoved.wrapAndApplyHeader(buffer, offset, header);
                told(
                        orderMoved.order(),
                        orderMoved.time(),
                        OrderState.get(orderMoved.previousState()),
                        orderMoved.cause());
            }
            case OrderReplacedDecoder.TEMPLATE_ID -> {
                orderReplaced.wrapAndApplyHeader(buffer, offset, header);
                int order = state.orders().place(orderReplaced.order());
                told(
                        orderReplaced.order(),
                        orderReplaced.time(),
                        state.orders().state(order),
                        OrderCause.COMMAND.value());
            }
            case PlacementMadeDecoder.TEMPLATE_ID -> {
                placementMade.wrapAndApplyHeader(buffer, offset, header);
                writer.placement(placementMade.placement(), placementMade.time());
            }
            case PlacementMovedDecoder.TEMPLATE_ID -> {
                placementMoved.wrapAndApplyHeader(buffer, offset, header);
                writer.placement(placementMoved.placement(), placementMoved.time());
            }
            case FillBookedDecoder.TEMPLATE_ID -> {
                fillBooked.wrapAndApplyHeader(buffer, offset, header);
                filled(fillBooked.fill(), fillBooked.tsEvent(), fillBooked.time(), FillKind.NEW);
            }
            case FillBustedDecoder.TEMPLATE_ID -> {
                fillBusted.wrapAndApplyHeader(buffer, offset, header);
                filled(fillBusted.fill(), fillBusted.time(), fillBusted.time(), FillKind.CANCEL);
            }
            case CashMovedDecoder.TEMPLATE_ID -> {
                cashMoved.wrapAndApplyHeader(buffer, offset, header);
                writer.cash(
                        state.books().cash().find(cashMoved.portfolio(), cashMoved.currency()),
                        cashMoved.time(),
                        BookView.TRADE_DATE);
            }
            case PositionSplitDecoder.TEMPLATE_ID -> {
                split.wrapAndApplyHeader(buffer, offset, header);
                writer.position(split.position(), split.time(), BookView.TRADE_DATE);
                // What was delivered is split as well, on no day's begin or end.
                writer.position(split.position(), split.time(), BookView.SETTLED);
            }
            case LimitReachedDecoder.TEMPLATE_ID ->
                writer.risk(limitReached.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                // Of the kernel alone.
            }
        }
    }

    private void told(long handle, long time, OrderState before, short cause) {
        writer.order(state.orders().place(handle), time, before, cause, reason);
    }

    private void filled(int fill, long tsEvent, long time, FillKind kind) {
        writer.fill(fill, tsEvent, time, kind);
        int position = state.orders().position(state.fills().order(fill));
        traded(position, time);
        int fees = state.books()
                .cash()
                .find(
                        state.books().positions().portfolio(position),
                        state.fills().feeCurrency(fill));
        // The fee may be paid in another currency than the instrument.
        if (fees != CashAccounts.NONE && fees != writer.account(position)) {
            writer.cash(fees, time, BookView.TRADE_DATE);
        }
    }

    /** A position that changed, and what is left of the cash that it was paid in. */
    private void traded(int position, long time) {
        writer.position(position, time, BookView.TRADE_DATE);
        writer.cash(writer.account(position), time, BookView.TRADE_DATE);
    }

    /**
     * How an order is shared out, to its portfolio and to those that have a share. Once affirmed, what each of them then has follows
     * at once: first of all messages of that portfolio.
     */
    public void allocation(int allocation, long timeNs) {
        int count = allocations.write(allocation, timeNs);
        if (state.allocations().state(allocation) != AllocationState.AFFIRMED) {
            return;
        }
        int order = state.orders().place(state.allocations().order(allocation));
        int instrument = state.orders().instrument(order);
        for (int i = 0; i < count; i++) {
            traded(state.books().positions().find(allocations.portfolio(i), instrument), timeNs);
        }
    }

    /** Positions and cash of all portfolios in a view, such as after a day has begun or ended. */
    public void books(BookView view, long timeNs) {
        for (int position = 0; position < state.books().positions().count(); position++) {
            writer.position(position, timeNs, view);
        }
        for (int account = 0; account < state.books().cash().count(); account++) {
            writer.cash(account, timeNs, view);
        }
    }
}
