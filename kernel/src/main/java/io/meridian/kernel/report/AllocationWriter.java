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
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;

/** Writes Allocation messages, one for each portfolio that it is about. */
final class AllocationWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NAME = AllocationDecoder.SharesDecoder.portfolioLength();

    private final Reports out;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AllocationEncoder message = new AllocationEncoder();
    private State state;
    private int[] shares = new int[8];
    private int shareCount;
    private int[] portfolios = new int[8];
    private int portfolioCount;

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
                + shareCount * AllocationEncoder.SharesEncoder.sbeBlockLength();
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
        for (int i = 0; i < portfolioCount; i++) {
            out.onReport(AllocationEncoder.TEMPLATE_ID, portfolios[i], buffer, 0, length);
        }
        return portfolioCount;
    }

    /** One that it was told to, the order's first. */
    int portfolio(int i) {
        return portfolios[i];
    }

    private void collect(int allocation, int ofOrder) {
        Allocations allocations = state.allocations();
        shareCount = 0;
        portfolioCount = 0;
        add(ofOrder);
        for (int share = allocations.firstShare(allocation);
                share != Allocations.NONE;
                share = allocations.nextShare(share)) {
            if (shareCount == shares.length) {
                shares = Arrays.copyOf(shares, 2 * shareCount);
            }
            shares[shareCount++] = share;
            add(allocations.portfolio(share));
        }
    }

    private void add(int portfolio) {
        for (int i = 0; i < portfolioCount; i++) {
            if (portfolios[i] == portfolio) {
                return;
            }
        }
        if (portfolioCount == portfolios.length) {
            portfolios = Arrays.copyOf(portfolios, 2 * portfolioCount);
        }
        portfolios[portfolioCount++] = portfolio;
    }

    /** In the order in which they were asked for; the state has them the other way round. */
    private void writeShares(Allocations allocations, int instrument) {
        Instruments instruments = state.instruments();
        AllocationEncoder.SharesEncoder group = message.sharesCount(shareCount);
        for (int i = shareCount - 1; i >= 0; i--) {
            int at = message.limit();
            group.next();
            state.names()
                    .write(
                            allocations.portfolio(shares[i]),
                            buffer,
                            at + AllocationEncoder.SharesEncoder.portfolioEncodingOffset(),
                            NAME);
            state.names()
                    .write(
                            allocations.account(shares[i]),
                            buffer,
                            at + AllocationEncoder.SharesEncoder.accountEncodingOffset(),
                            NAME);
            Decimal.writeAbsent(group.weight());
            group.quantity().mantissa(allocations.shareQuantity(shares[i])).scale((byte)
                    instruments.quantityScale(instrument));
        }
    }
}
