package io.meridian.kernel;

import io.meridian.kernel.fold.Fold;
import io.meridian.kernel.journal.ChangeAskedEncoder;
import io.meridian.kernel.journal.CommandTakenEncoder;
import io.meridian.kernel.journal.FillBookedEncoder;
import io.meridian.kernel.journal.FillBustedEncoder;
import io.meridian.kernel.journal.InstrumentDefinedEncoder;
import io.meridian.kernel.journal.MessageHeaderEncoder;
import io.meridian.kernel.journal.NameDefinedEncoder;
import io.meridian.kernel.journal.OrderCreatedEncoder;
import io.meridian.kernel.journal.OrderForgottenEncoder;
import io.meridian.kernel.journal.OrderMovedEncoder;
import io.meridian.kernel.journal.OrderReplacedEncoder;
import io.meridian.kernel.journal.PlacementMadeEncoder;
import io.meridian.kernel.journal.PlacementMovedEncoder;
import io.meridian.kernel.journal.VenueOrderNamedEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes events: each is encoded, applied to the state, and handed out, in this order. */
final class Journal {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[CommandTakenEncoder.keyLength()]);
    private final State state;
    private final Fold fold;
    private final EventSink sink;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandTakenEncoder commandTaken = new CommandTakenEncoder();
    private final NameDefinedEncoder nameDefined = new NameDefinedEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final OrderCreatedEncoder orderCreated = new OrderCreatedEncoder();
    private final OrderMovedEncoder orderMoved = new OrderMovedEncoder();
    private final VenueOrderNamedEncoder venueOrderNamed = new VenueOrderNamedEncoder();
    private final ChangeAskedEncoder changeAsked = new ChangeAskedEncoder();
    private final OrderReplacedEncoder orderReplaced = new OrderReplacedEncoder();
    private final OrderForgottenEncoder orderForgotten = new OrderForgottenEncoder();
    private final PlacementMadeEncoder placementMade = new PlacementMadeEncoder();
    private final PlacementMovedEncoder placementMoved = new PlacementMovedEncoder();
    private final FillBookedEncoder fillBooked = new FillBookedEncoder();
    private final FillBustedEncoder fillBusted = new FillBustedEncoder();

    private long now;
    private Pool pool;
    private int sender;
    private int template;
    private boolean taken;
    private long acceptedAt;
    private LimitNotes notes;

    Journal(State state, Fold fold, EventSink sink) {
        this.state = state;
        this.fold = fold;
        this.sink = sink;
    }

    /** What is written right behind a command's own event. */
    void notes(LimitNotes limitNotes) {
        notes = limitNotes;
    }

    // The command whose events are written.

    void begin(Pool byPool, int bySender, int ofTemplate) {
        pool = byPool;
        sender = bySender;
        template = ofTemplate;
        taken = false;
        notes.clear();
    }

    /** Who causes what is written from here on. */
    void actAs(Pool other) {
        pool = other;
    }

    void now(long time) {
        now = time;
    }

    long now() {
        return now;
    }

    Pool pool() {
        return pool;
    }

    int sender() {
        return sender;
    }

    /** Of the command; whoever reads the command fills it. */
    UnsafeBuffer key() {
        return key;
    }

    /** Whether the command's first event is written: from here on it cannot be refused. */
    boolean isTaken() {
        return taken;
    }

    /** Answers the command, which then has the answer 'accepted'. */
    void accept() {
        acceptedAt = state.sequence() + 1;
        take(0);
    }

    /** The sequence of the event that says so. */
    long acceptedAt() {
        return acceptedAt;
    }

    void take(int refusal) {
        taken = true;
        commandTaken.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(HEADER + CommandTakenEncoder.keyEncodingOffset(), key, 0, CommandTakenEncoder.keyLength());
        commandTaken
                .sequence(state.sequence() + 1)
                .time(now)
                .sender(sender)
                .command(template)
                .refusal(refusal)
                .pool((short) pool.ordinal());
        commit(CommandTakenEncoder.BLOCK_LENGTH);
        notes.write(this);
    }

    // Events.

    /** The number of a text, which gets one if it has none. */
    int name(DirectBuffer from, int offset, int length) {
        int found = state.names().find(from, offset, length);
        if (found >= 0) {
            return found;
        }
        int name = state.names().next();
        nameDefined.wrapAndApplyHeader(buffer, 0, header);
        int at = HEADER + NameDefinedEncoder.textEncodingOffset();
        buffer.setMemory(at, Names.LENGTH, (byte) 0);
        buffer.putBytes(at, from, offset, length);
        nameDefined.sequence(state.sequence() + 1).time(now).name(name);
        commit(NameDefinedEncoder.BLOCK_LENGTH);
        return name;
    }

    InstrumentDefinedEncoder instrumentDefined() {
        return instrumentDefined
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now);
    }

    OrderCreatedEncoder orderCreated(DirectBuffer from, int idOffset) {
        orderCreated.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(
                HEADER + OrderCreatedEncoder.orderNameEncodingOffset(),
                from,
                idOffset,
                OrderCreatedEncoder.orderNameLength());
        return orderCreated.sequence(state.sequence() + 1).time(now);
    }

    void moved(int order, OrderState to, OrderCause cause) {
        orderMoved
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now)
                .order(state.orders().handle(order))
                .previousState(state.orders().state(order).value())
                .state(to.value())
                .cause(cause.value())
                .pool((short) pool.ordinal());
        commit(OrderMovedEncoder.BLOCK_LENGTH);
    }

    void venueOrderNamed(int order, DirectBuffer from, int idOffset) {
        venueOrderNamed.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(
                HEADER + VenueOrderNamedEncoder.venueOrderIdEncodingOffset(),
                from,
                idOffset,
                VenueOrderNamedEncoder.venueOrderIdLength());
        venueOrderNamed
                .sequence(state.sequence() + 1)
                .time(now)
                .order(state.orders().handle(order));
        commit(VenueOrderNamedEncoder.BLOCK_LENGTH);
    }

    void changeAsked(
            int order,
            long quantity,
            long limit,
            long stop,
            long display,
            long expireAt,
            DirectBuffer from,
            int requestIdOffset) {
        changeAsked.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(
                HEADER + ChangeAskedEncoder.requestIdEncodingOffset(),
                from,
                requestIdOffset,
                ChangeAskedEncoder.requestIdLength());
        changeAsked
                .sequence(state.sequence() + 1)
                .time(now)
                .order(state.orders().handle(order))
                .quantity(quantity)
                .limitPrice(limit)
                .stopPrice(stop)
                .displayQuantity(display)
                .expireAt(expireAt);
        commit(ChangeAskedEncoder.BLOCK_LENGTH);
    }

    void orderReplaced(int order, long quantity, long limit, long stop, long display, long expireAt) {
        orderReplaced
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now)
                .order(state.orders().handle(order))
                .quantity(quantity)
                .limitPrice(limit)
                .stopPrice(stop)
                .displayQuantity(display)
                .expireAt(expireAt);
        commit(OrderReplacedEncoder.BLOCK_LENGTH);
    }

    void orderForgotten(int order) {
        orderForgotten
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now)
                .order(state.orders().handle(order));
        commit(OrderForgottenEncoder.BLOCK_LENGTH);
    }

    PlacementMadeEncoder placementMade(DirectBuffer from, int idOffset) {
        placementMade.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(
                HEADER + PlacementMadeEncoder.placementNameEncodingOffset(),
                from,
                idOffset,
                PlacementMadeEncoder.placementNameLength());
        return placementMade.sequence(state.sequence() + 1).time(now);
    }

    void placementMoved(int placement, PlacementState to) {
        placementMoved
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now)
                .placement(placement)
                .previousState(state.placements().state(placement).value())
                .state(to.value());
        commit(PlacementMovedEncoder.BLOCK_LENGTH);
    }

    FillBookedEncoder fillBooked(DirectBuffer from, int tradeIdOffset) {
        fillBooked.wrapAndApplyHeader(buffer, 0, header);
        buffer.putBytes(
                HEADER + FillBookedEncoder.tradeIdEncodingOffset(),
                from,
                tradeIdOffset,
                FillBookedEncoder.tradeIdLength());
        return fillBooked.sequence(state.sequence() + 1).time(now);
    }

    void fillBusted(int fill) {
        fillBusted
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(state.sequence() + 1)
                .time(now)
                .fill(fill);
        commit(FillBustedEncoder.BLOCK_LENGTH);
    }

    // For those who write events of their own.

    UnsafeBuffer buffer() {
        return buffer;
    }

    MessageHeaderEncoder header() {
        return header;
    }

    long next() {
        return state.sequence() + 1;
    }

    /** Takes a command that is neither remembered nor recorded itself, such as a price. */
    void acceptUnrecorded() {
        acceptedAt = next();
        taken = true;
    }

    /** Applies and hands out the event whose encoder was filled. */
    void commit(int blockLength) {
        fold.apply(buffer, 0);
        sink.onEvent(buffer, 0, HEADER + blockLength);
    }
}
