package io.meridian.kernel.fold;

import io.meridian.kernel.journal.AccountSetDecoder;
import io.meridian.kernel.journal.AllocationMadeDecoder;
import io.meridian.kernel.journal.AllocationMovedDecoder;
import io.meridian.kernel.journal.AllocationSharedDecoder;
import io.meridian.kernel.journal.CalendarDefinedDecoder;
import io.meridian.kernel.journal.CashMovedDecoder;
import io.meridian.kernel.journal.ChangeAskedDecoder;
import io.meridian.kernel.journal.CommandTakenDecoder;
import io.meridian.kernel.journal.DayMovedDecoder;
import io.meridian.kernel.journal.FillBookedDecoder;
import io.meridian.kernel.journal.FillBustedDecoder;
import io.meridian.kernel.journal.HolidayAddedDecoder;
import io.meridian.kernel.journal.InstrumentDefinedDecoder;
import io.meridian.kernel.journal.LimitReachedDecoder;
import io.meridian.kernel.journal.LimitSetDecoder;
import io.meridian.kernel.journal.LotMethodSetDecoder;
import io.meridian.kernel.journal.MarkedDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.journal.NameDefinedDecoder;
import io.meridian.kernel.journal.ObligationSettledDecoder;
import io.meridian.kernel.journal.OrderCreatedDecoder;
import io.meridian.kernel.journal.OrderForgottenDecoder;
import io.meridian.kernel.journal.OrderMovedDecoder;
import io.meridian.kernel.journal.OrderReplacedDecoder;
import io.meridian.kernel.journal.PlacementMadeDecoder;
import io.meridian.kernel.journal.PlacementMovedDecoder;
import io.meridian.kernel.journal.PositionSplitDecoder;
import io.meridian.kernel.journal.PositionValuedDecoder;
import io.meridian.kernel.journal.StopSetDecoder;
import io.meridian.kernel.journal.VenueOrderNamedDecoder;
import io.meridian.kernel.order.PlacementMoves;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Placements;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import org.agrona.DirectBuffer;

/** State is a fold over events: this is the step. It decides nothing and refuses nothing but a broken journal. */
public final class Fold {
    private final State state;
    private final Orders orders;
    private final Placements placements;
    private final Fills fills;
    private final BookFold books;
    private final RiskFold risk;
    private final AllocationFold allocations;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandTakenDecoder commandTaken = new CommandTakenDecoder();
    private final NameDefinedDecoder nameDefined = new NameDefinedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final OrderCreatedDecoder orderCreated = new OrderCreatedDecoder();
    private final OrderMovedDecoder orderMoved = new OrderMovedDecoder();
    private final VenueOrderNamedDecoder venueOrderNamed = new VenueOrderNamedDecoder();
    private final ChangeAskedDecoder changeAsked = new ChangeAskedDecoder();
    private final OrderReplacedDecoder orderReplaced = new OrderReplacedDecoder();
    private final OrderForgottenDecoder orderForgotten = new OrderForgottenDecoder();
    private final PlacementMadeDecoder placementMade = new PlacementMadeDecoder();
    private final PlacementMovedDecoder placementMoved = new PlacementMovedDecoder();
    private final FillBookedDecoder fillBooked = new FillBookedDecoder();
    private final FillBustedDecoder fillBusted = new FillBustedDecoder();
    private final AccountSetDecoder accountSet = new AccountSetDecoder();
    private final CalendarDefinedDecoder calendarDefined = new CalendarDefinedDecoder();
    private final CashMovedDecoder cashMoved = new CashMovedDecoder();
    private final DayMovedDecoder dayMoved = new DayMovedDecoder();
    private final HolidayAddedDecoder holidayAdded = new HolidayAddedDecoder();
    private final AllocationMadeDecoder allocationMade = new AllocationMadeDecoder();
    private final AllocationSharedDecoder allocationShared = new AllocationSharedDecoder();
    private final AllocationMovedDecoder allocationMoved = new AllocationMovedDecoder();
    private final LimitSetDecoder limitSet = new LimitSetDecoder();
    private final StopSetDecoder stopSet = new StopSetDecoder();
    private final LotMethodSetDecoder lotMethodSet = new LotMethodSetDecoder();
    private final MarkedDecoder marked = new MarkedDecoder();
    private final ObligationSettledDecoder obligationSettled = new ObligationSettledDecoder();
    private final PositionSplitDecoder positionSplit = new PositionSplitDecoder();
    private final PositionValuedDecoder positionValued = new PositionValuedDecoder();

    public Fold(State state) {
        this.state = state;
        this.orders = state.orders();
        this.placements = state.placements();
        this.fills = state.fills();
        this.books = new BookFold(state);
        this.risk = new RiskFold(state);
        this.allocations = new AllocationFold(state, books);
    }

    /** Applies the event at {@code offset}. @throws IllegalStateException when it does not follow the one before */
    public void apply(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new IllegalStateException("schemaId=" + header.schemaId() + " is not the journal's");
        }
        int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        int block = header.blockLength();
        int version = header.version();
        // Sequence and time are the first fields of every event.
        commandTaken.wrap(buffer, body, block, version);
        state.advance(commandTaken.sequence(), commandTaken.time());
        switch (header.templateId()) {
            case CommandTakenDecoder.TEMPLATE_ID -> apply(commandTaken);
            case NameDefinedDecoder.TEMPLATE_ID -> apply(nameDefined.wrap(buffer, body, block, version));
            case InstrumentDefinedDecoder.TEMPLATE_ID -> apply(instrumentDefined.wrap(buffer, body, block, version));
            case OrderCreatedDecoder.TEMPLATE_ID -> apply(orderCreated.wrap(buffer, body, block, version));
            case OrderMovedDecoder.TEMPLATE_ID -> apply(orderMoved.wrap(buffer, body, block, version));
            case VenueOrderNamedDecoder.TEMPLATE_ID -> apply(venueOrderNamed.wrap(buffer, body, block, version));
            case ChangeAskedDecoder.TEMPLATE_ID -> apply(changeAsked.wrap(buffer, body, block, version));
            case OrderReplacedDecoder.TEMPLATE_ID -> apply(orderReplaced.wrap(buffer, body, block, version));
            case OrderForgottenDecoder.TEMPLATE_ID -> apply(orderForgotten.wrap(buffer, body, block, version));
            case PlacementMadeDecoder.TEMPLATE_ID -> apply(placementMade.wrap(buffer, body, block, version));
            case PlacementMovedDecoder.TEMPLATE_ID -> apply(placementMoved.wrap(buffer, body, block, version));
            case FillBookedDecoder.TEMPLATE_ID -> apply(fillBooked.wrap(buffer, body, block, version));
            case FillBustedDecoder.TEMPLATE_ID -> apply(fillBusted.wrap(buffer, body, block, version));
            case AccountSetDecoder.TEMPLATE_ID -> apply(accountSet.wrap(buffer, body, block, version));
            case MarkedDecoder.TEMPLATE_ID -> books.marked(marked.wrap(buffer, body, block, version));
            case CashMovedDecoder.TEMPLATE_ID -> books.moved(cashMoved.wrap(buffer, body, block, version));
            case PositionSplitDecoder.TEMPLATE_ID -> books.split(positionSplit.wrap(buffer, body, block, version));
            case ObligationSettledDecoder.TEMPLATE_ID ->
                books.settled(
                        obligationSettled.wrap(buffer, body, block, version).obligation());
            case PositionValuedDecoder.TEMPLATE_ID -> apply(positionValued.wrap(buffer, body, block, version));
            case DayMovedDecoder.TEMPLATE_ID -> apply(dayMoved.wrap(buffer, body, block, version));
            case LotMethodSetDecoder.TEMPLATE_ID -> apply(lotMethodSet.wrap(buffer, body, block, version));
            case CalendarDefinedDecoder.TEMPLATE_ID -> apply(calendarDefined.wrap(buffer, body, block, version));
            case HolidayAddedDecoder.TEMPLATE_ID -> apply(holidayAdded.wrap(buffer, body, block, version));
            case AllocationMadeDecoder.TEMPLATE_ID ->
                allocations.apply(allocationMade.wrap(buffer, body, block, version));
            case AllocationSharedDecoder.TEMPLATE_ID ->
                allocations.apply(allocationShared.wrap(buffer, body, block, version));
            case AllocationMovedDecoder.TEMPLATE_ID ->
                allocations.apply(allocationMoved.wrap(buffer, body, block, version));
            case LimitSetDecoder.TEMPLATE_ID -> risk.set(limitSet.wrap(buffer, body, block, version));
            case StopSetDecoder.TEMPLATE_ID -> risk.set(stopSet.wrap(buffer, body, block, version));
            case LimitReachedDecoder.TEMPLATE_ID -> {
                // For people; it changes nothing.
            }
            default -> throw new IllegalStateException("templateId=" + header.templateId() + " is no event");
        }
    }

    private void apply(CommandTakenDecoder event) {
        risk.taken(event);
        if (event.refusal() != 0 && !Repeats.isRefusalKept(event.command())) {
            return;
        }
        state.answers()
                .add(
                        event.buffer(),
                        event.offset() + CommandTakenDecoder.keyEncodingOffset(),
                        event.refusal() == 0 ? event.sequence() : -event.refusal());
    }

    private void apply(NameDefinedDecoder event) {
        state.names().define(event.name(), event.buffer(), event.offset() + NameDefinedDecoder.textEncodingOffset());
    }

    private void apply(InstrumentDefinedDecoder event) {
        int instrument = event.instrument();
        state.instruments().define(instrument, event.symbol(), event.venue());
        state.instruments()
                .scales(instrument, event.currency(), event.priceScale(), event.quantityScale(), event.moneyScale());
        state.instruments()
                .rules(
                        instrument,
                        event.tick(),
                        event.lot(),
                        event.minQuantity(),
                        event.maxQuantity(),
                        event.minValue());
        state.instruments().terms(instrument, event.multiplier(), event.kind(), event.settlementDays());
    }

    private void apply(OrderCreatedDecoder event) {
        int order = orders.add(
                event.order(), event.buffer(), event.offset() + OrderCreatedDecoder.orderNameEncodingOffset());
        orders.codes(order, event.side(), event.orderType(), event.timeInForce(), event.algorithm(), event.flags());
        orders.owners(
                order,
                event.portfolio(),
                event.account(),
                event.model(),
                event.sender(),
                event.instrument(),
                books.position(event.portfolio(), event.instrument()),
                event.parent());
        orders.times(order, event.time(), event.startAt(), event.endAt(), event.participation());
        orders.economics(
                order,
                event.quantity(),
                event.limitPrice(),
                event.stopPrice(),
                event.displayQuantity(),
                event.expireAt());
        books.openChanged(order, 0, books.openPrice(event.instrument(), event.limitPrice(), event.stopPrice()));
        books.live(order);
        risk.created(event);
    }

    private void apply(OrderMovedDecoder event) {
        int order = orders.place(event.order());
        OrderState from = OrderState.get(event.previousState());
        OrderState to = OrderState.get(event.state());
        if (orders.state(order) != from || !Transitions.exists(from, to)) {
            throw new IllegalStateException(
                    "order=" + event.order() + " state=" + orders.state(order) + " from=" + from + " to=" + to);
        }
        long open = books.openLeaves(order);
        orders.state(order, to);
        books.openChanged(order, open, orders.openPrice(order));
        books.moved(order, from, to);
        if (to == OrderState.OPEN || to == OrderState.PARTIALLY_FILLED || to == OrderState.FILLED) {
            orders.acknowledged(order);
        }
        if (Transitions.isTerminal(to)) {
            state.over(order);
        }
    }

    private void apply(VenueOrderNamedDecoder event) {
        orders.venueId(
                orders.place(event.order()),
                event.buffer(),
                event.offset() + VenueOrderNamedDecoder.venueOrderIdEncodingOffset());
    }

    private void apply(ChangeAskedDecoder event) {
        int order = orders.place(event.order());
        orders.requestId(order, event.buffer(), event.offset() + ChangeAskedDecoder.requestIdEncodingOffset());
        if (event.quantity() == 0 && orders.state(order) == OrderState.PENDING_MODIFY) {
            // A cancel overrides a modify. What that asked for is kept: the venue may have taken it.
            return;
        }
        orders.asked(
                order,
                event.quantity(),
                event.limitPrice(),
                event.stopPrice(),
                event.displayQuantity(),
                event.expireAt());
        books.asked(order);
    }

    private void apply(OrderReplacedDecoder event) {
        int order = orders.place(event.order());
        long open = books.openLeaves(order);
        long price = books.replacedPrice(order, event.limitPrice(), event.stopPrice());
        orders.economics(
                order,
                event.quantity(),
                event.limitPrice(),
                event.stopPrice(),
                event.displayQuantity(),
                event.expireAt());
        orders.asked(order, 0, 0, 0, 0, 0);
        orders.moreAsked(order, false);
        orders.told(order);
        books.openChanged(order, open, price);
    }

    private void apply(OrderForgottenDecoder event) {
        state.forget(orders.place(event.order()));
    }

    private void apply(PlacementMadeDecoder event) {
        int order = orders.place(event.order());
        int placement = event.placement();
        placements.add(
                placement,
                order,
                orders.firstPlacement(order),
                event.buffer(),
                event.offset() + PlacementMadeDecoder.placementNameEncodingOffset());
        placements.terms(
                placement, event.venue(), event.quantity(), event.limitPrice(), event.orderType(), event.timeInForce());
        placements.state(placement, event.state());
        orders.firsts(order, orders.firstFill(order), placement);
        orders.placed(order, event.quantity());
    }

    private void apply(PlacementMovedDecoder event) {
        int placement = event.placement();
        placements.state(placement, event.state());
        if (PlacementMoves.isOver(PlacementState.get(event.state()))) {
            // What it did not fill can be placed again.
            orders.placed(placements.order(placement), placements.filled(placement) - placements.quantity(placement));
        }
    }

    private void apply(FillBookedDecoder event) {
        int order = orders.place(event.order());
        int fill = event.fill();
        int placement = event.placement();
        fills.add(
                fill,
                order,
                placement,
                orders.firstFill(order),
                event.venue(),
                event.buffer(),
                event.offset() + FillBookedDecoder.tradeIdEncodingOffset());
        fills.amounts(
                fill, event.price(), event.quantity(), event.value(), event.fee(), event.feeCurrency(), event.side());
        fills.dates(fill, event.tradeDate(), event.settlementDate());
        orders.firsts(order, fill, orders.firstPlacement(order));
        long open = books.openLeaves(order);
        orders.filled(order, event.quantity(), event.value());
        books.openChanged(order, open, orders.openPrice(order));
        books.booked(event, order, fill);
        placementFilled(order, placement, event.quantity());
        risk.booked(event, order);
    }

    private void apply(FillBustedDecoder event) {
        int fill = event.fill();
        int order = fills.order(fill);
        fills.bust(fill);
        books.busted(fill);
        long open = books.openLeaves(order);
        orders.filled(order, -fills.quantity(fill), -fills.value(fill));
        books.openChanged(order, open, orders.openPrice(order));
        placementFilled(order, fills.placement(fill), -fills.quantity(fill));
    }

    private void placementFilled(int order, int placement, long quantity) {
        if (placement == Placements.NONE) {
            return;
        }
        placements.filled(placement, quantity);
        if (PlacementMoves.isOver(placements.state(placement))) {
            orders.placed(order, quantity);
        }
    }

    private void apply(AccountSetDecoder event) {
        orders.account(orders.place(event.order()), event.account());
    }

    private void apply(PositionValuedDecoder event) {
        state.books()
                .positions()
                .valued(
                        event.position(),
                        event.price(),
                        event.gain(),
                        state.books().date());
    }

    private void apply(DayMovedDecoder event) {
        books.day(event.date(), event.phase() == DayPhase.BEGIN.value());
    }

    private void apply(LotMethodSetDecoder event) {
        state.books().portfolios().lotMethod(event.portfolio(), event.lotMethod());
    }

    private void apply(CalendarDefinedDecoder event) {
        state.books().calendars().define(event.name(), event.weekend());
    }

    private void apply(HolidayAddedDecoder event) {
        state.books().calendars().addHoliday(event.name(), event.date());
    }
}
