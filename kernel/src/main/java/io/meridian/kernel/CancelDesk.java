package io.meridian.kernel;

import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import org.agrona.DirectBuffer;

/** Cancels orders: at once where no venue can have them, else by asking the venue. */
final class CancelDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final OrderNaming naming;
    private final Cancels cancels;
    private final CancelOrderDecoder command = new CancelOrderDecoder();
    private int at;

    CancelDesk(State state, Journal journal, Cancels cancels) {
        this.state = state;
        this.journal = journal;
        this.cancels = cancels;
        this.naming = new OrderNaming(state);
    }

    @Override
    public int pools() {
        return Pool.STRATEGY.bit() | Pool.OPTIMIZER.bit() | Pool.OMS.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return CancelOrderDecoder.venueEncodingOffset() + CancelOrderDecoder.venueLength();
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        return naming.readRequest(
                journal,
                buffer,
                offset + CancelOrderDecoder.orderIdEncodingOffset(),
                offset + CancelOrderDecoder.requestIdEncodingOffset(),
                CancelOrderDecoder.TEMPLATE_ID,
                command.tsInit());
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        Orders orders = state.orders();
        int order = orders.find(buffer, at + CancelOrderDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        if (!naming.isOrder(
                order,
                buffer,
                at + CancelOrderDecoder.portfolioEncodingOffset(),
                at + CancelOrderDecoder.symbolEncodingOffset(),
                at + CancelOrderDecoder.venueEncodingOffset())) {
            return Refusal.WRONG_ORDER;
        }
        Refusal refusal = cancels.refusal(order);
        if (refusal != null) {
            return refusal;
        }
        journal.accept();
        cancels.cancel(order, buffer, at + CancelOrderDecoder.requestIdEncodingOffset());
        return null;
    }
}
