package io.meridian.kernel;

import io.meridian.kernel.journal.OrderCreatedEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import org.agrona.DirectBuffer;

/** Takes new orders. */
final class NewOrderDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final OrderTerms terms;
    private final PreTrade controls;
    private final NewOrderDecoder command = new NewOrderDecoder();
    private int at;

    NewOrderDesk(State state, Journal journal, PreTrade controls) {
        this.state = state;
        this.journal = journal;
        this.controls = controls;
        this.terms = new OrderTerms(state.instruments());
    }

    @Override
    public int pools() {
        return Pool.STRATEGY.bit() | Pool.OPTIMIZER.bit() | Pool.OMS.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return NewOrderDecoder.flagsEncodingOffset() + 1;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        int id = offset + NewOrderDecoder.orderIdEncodingOffset();
        if (Reading.isEmpty(buffer, id) || !Reading.isPlain(buffer, id, NewOrderDecoder.orderIdLength())) {
            return Refusal.BAD_TEXT;
        }
        Keys.write(
                journal.key(),
                buffer,
                id,
                NewOrderDecoder.orderIdLength(),
                NewOrderDecoder.TEMPLATE_ID,
                0,
                0,
                journal.sender(),
                0,
                0);
        return null;
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        Orders orders = state.orders();
        int idAt = at + NewOrderDecoder.orderIdEncodingOffset();
        int parentAt = at + NewOrderDecoder.parentIdEncodingOffset();
        int portfolioAt = at + NewOrderDecoder.portfolioEncodingOffset();
        if (!areCodesKnown()) {
            return Refusal.MALFORMED;
        }
        if (Reading.isEmpty(buffer, portfolioAt) || !areTextsPlain(buffer)) {
            return Refusal.BAD_TEXT;
        }
        if (orders.find(buffer, idAt) != Orders.NONE) {
            return Refusal.ORDER_EXISTS;
        }
        long parent = 0;
        if (!Reading.isEmpty(buffer, parentAt)) {
            int parentOrder = orders.find(buffer, parentAt);
            if (parentOrder == Orders.NONE) {
                return Refusal.UNKNOWN_PARENT;
            }
            parent = orders.handle(parentOrder);
        }
        Instruments instruments = state.instruments();
        Names names = state.names();
        int instrument = instruments.find(
                names.find(buffer, at + NewOrderDecoder.symbolEncodingOffset(), NewOrderDecoder.symbolLength()),
                names.find(buffer, at + NewOrderDecoder.venueEncodingOffset(), NewOrderDecoder.venueLength()));
        if (instrument == Instruments.NONE) {
            return Refusal.UNKNOWN_INSTRUMENT;
        }
        int currencyAt = at + NewOrderDecoder.currencyEncodingOffset();
        if (!Reading.isEmpty(buffer, currencyAt)
                && !names.is(instruments.currency(instrument), buffer, currencyAt, NewOrderDecoder.currencyLength())) {
            return Refusal.WRONG_CURRENCY;
        }
        int quantityScale = instruments.quantityScale(instrument);
        int priceScale = instruments.priceScale(instrument);
        long quantity = Reading.number(command.quantity(), quantityScale);
        long limit = Reading.number(command.limitPrice(), priceScale);
        long stop = Reading.number(command.stopPrice(), priceScale);
        long display = Reading.number(command.displayQuantity(), quantityScale);
        long participation = Reading.number(command.participation(), Instruments.FACTOR_SCALE);
        Refusal refusal = terms.check(
                instrument,
                command.orderTypeRaw(),
                command.timeInForceRaw(),
                command.flags().getRaw(),
                quantity,
                limit,
                stop,
                display,
                command.expireAt(),
                journal.now());
        if (refusal == null && participation == Reading.BAD) {
            refusal = Refusal.BAD_SCALE;
        }
        if (refusal == null) {
            refusal = controls.check(
                    Orders.NONE,
                    names.find(buffer, portfolioAt, NewOrderDecoder.portfolioLength()),
                    journal.sender(),
                    instrument,
                    command.sideRaw(),
                    quantity,
                    limit,
                    stop,
                    parent != 0,
                    journal.now());
        }
        if (refusal != null) {
            return refusal;
        }
        create(buffer, idAt, portfolioAt, parent, instrument, quantity, limit, stop, display, participation);
        return null;
    }

    private void create(
            DirectBuffer buffer,
            int idAt,
            int portfolioAt,
            long parent,
            int instrument,
            long quantity,
            long limit,
            long stop,
            long display,
            long participation) {
        int portfolio = journal.name(buffer, portfolioAt, NewOrderDecoder.portfolioLength());
        int account =
                journal.name(buffer, at + NewOrderDecoder.accountEncodingOffset(), NewOrderDecoder.accountLength());
        int model = journal.name(
                buffer, at + NewOrderDecoder.sourceModelEncodingOffset(), NewOrderDecoder.sourceModelLength());
        journal.accept();
        journal.orderCreated(buffer, idAt)
                .order(state.orders().nextHandle())
                .parent(parent)
                .quantity(quantity)
                .limitPrice(limit)
                .stopPrice(stop)
                .displayQuantity(display)
                .participation(participation)
                .expireAt(command.expireAt())
                .startAt(command.startAt())
                .endAt(command.endAt())
                .instrument(instrument)
                .portfolio(portfolio)
                .account(account)
                .model(model)
                .sender(journal.sender())
                .side(command.sideRaw())
                .orderType(command.orderTypeRaw())
                .timeInForce(command.timeInForceRaw())
                .algorithm(algorithm())
                .flags(command.flags().getRaw());
        journal.commit(OrderCreatedEncoder.BLOCK_LENGTH);
    }

    private boolean areCodesKnown() {
        return Codes.isKnown(command.sideRaw(), Side.SELL_SHORT.value())
                && Codes.isKnown(command.orderTypeRaw(), OrderType.STOP_LIMIT.value())
                && Codes.isKnown(command.timeInForceRaw(), TimeInForce.AT_CLOSE.value())
                && Codes.isKnown(algorithm(), Algorithm.POV.value());
    }

    private short algorithm() {
        short algorithm = command.algorithmRaw();
        return algorithm == 0 || algorithm == Algorithm.NULL_VAL.value() ? Algorithm.DIRECT.value() : algorithm;
    }

    private boolean areTextsPlain(DirectBuffer buffer) {
        return Reading.isPlain(buffer, at + NewOrderDecoder.parentIdEncodingOffset(), NewOrderDecoder.parentIdLength())
                && Reading.isSegment(
                        buffer, at + NewOrderDecoder.portfolioEncodingOffset(), NewOrderDecoder.portfolioLength())
                && Reading.isPlain(
                        buffer, at + NewOrderDecoder.accountEncodingOffset(), NewOrderDecoder.accountLength())
                && Reading.isPlain(
                        buffer, at + NewOrderDecoder.sourceModelEncodingOffset(), NewOrderDecoder.sourceModelLength());
    }
}
