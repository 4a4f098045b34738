package io.meridian.kernel.report;

import io.meridian.kernel.state.Allocations;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.AllocationEncoder;
import io.meridian.plugin.contract.trading.GroupSizeEncodingEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.value.Decimal;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.IntArrayList;

/** Writes Allocation messages, one for each portfolio that it is about. */
final class AllocationWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NAME = AllocationDecoder.SharesDecoder.portfolioLength();

    private final Reports out;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AllocationEncoder message = new AllocationEncoder();
    private final IntArrayList shares = new IntArrayList();
    private final IntArrayList portfolios = new IntArrayList();
    private State state;

    AllocationWriter(Reports out) {
        this.out = out;
    }

    void of(State newState) {
        state = newState;
    }

    /** @return how many portfolios it was told to */
    int write(int allocation, long time) {
        Allocations allocations = state.allocations();
        Orders orders = state.orders();
        int order = orders.place(allocations.order(allocation));
        collect(allocation, orders.portfolio(order));
        int length = HEADER
                + AllocationEncoder.BLOCK_LENGTH
                + GroupSizeEncodingEncoder.ENCODED_LENGTH
                + shares.size() * AllocationEncoder.SharesEncoder.sbeBlockLength();
        buffer.checkLimit(length);
        buffer.setMemory(0, length, (byte) 0);
        message.wrapAndApplyHeader(buffer, 0, header);
        message.tsEvent(time)
                .tsInit(time)
                .method(allocations.method(allocation))
                .state(allocations.state(allocation));
        allocations.writeId(allocation, buffer, HEADER + AllocationEncoder.allocationIdEncodingOffset());
        orders.writeId(order, buffer, HEADER + AllocationEncoder.orderIdEncodingOffset());
        writeShares(allocations, orders.instrument(order));
        for (int i = 0; i < portfolios.size(); i++) {
            out.onReport(AllocationEncoder.TEMPLATE_ID, portfolios.getInt(i), buffer, 0, length);
        }
        return portfolios.size();
    }

    /** One that it was told to, the order's first. */
    int portfolio(int i) {
        return portfolios.getInt(i);
    }

    private void collect(int allocation, int ofOrder) {
        Allocations allocations = state.allocations();
        shares.clear();
        portfolios.clear();
        portfolios.addInt(ofOrder);
        for (int share = allocations.firstShare(allocation);
                share != Allocations.NONE;
                share = allocations.nextShare(share)) {
            shares.addInt(share);
            if (!portfolios.containsInt(allocations.portfolio(share))) {
                portfolios.addInt(allocations.portfolio(share));
            }
        }
    }

    /** In the order in which they were asked for; the state has them the other way round. */
    private void writeShares(Allocations allocations, int instrument) {
        Instruments instruments = state.instruments();
        AllocationEncoder.SharesEncoder group = message.sharesCount(shares.size());
        for (int i = shares.size() - 1; i >= 0; i--) {
            int share = shares.getInt(i);
            int at = message.limit();
            group.next();
            state.names()
                    .write(
                            allocations.portfolio(share),
                            buffer,
                            at + AllocationEncoder.SharesEncoder.portfolioEncodingOffset(),
                            NAME);
            state.names()
                    .write(
                            allocations.account(share),
                            buffer,
                            at + AllocationEncoder.SharesEncoder.accountEncodingOffset(),
                            NAME);
            Decimal.writeAbsent(group.weight());
            group.quantity().mantissa(allocations.shareQuantity(share)).scale((byte)
                    instruments.quantityScale(instrument));
        }
    }
}
