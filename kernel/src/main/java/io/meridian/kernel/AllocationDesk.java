package io.meridian.kernel;

import io.meridian.kernel.book.Amounts;
import io.meridian.kernel.journal.AllocationMadeEncoder;
import io.meridian.kernel.journal.AllocationMovedEncoder;
import io.meridian.kernel.journal.AllocationSharedEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Allocations;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shares out what was filled of an order, at its average price. The order management asks, the broker confirms, and the books affirm:
 * only then do the shares go from the order's portfolio to theirs.
 */
final class AllocationDesk implements Desk {
    private static final int MOST_SHARES = 256;
    private static final int NAME = 32;
    /** Of weights. */
    private static final int WEIGHT_SCALE = 8;

    private static final long WHOLE = 100_000_000L;

    private final State state;
    private final Journal journal;
    private final AllocationDecoder command = new AllocationDecoder();
    private final AllocationMadeEncoder made = new AllocationMadeEncoder();
    private final AllocationSharedEncoder shared = new AllocationSharedEncoder();
    private final AllocationMovedEncoder moved = new AllocationMovedEncoder();
    private final byte[] bytes = new byte[NAME];
    private final UnsafeBuffer text = new UnsafeBuffer(bytes);
    private final long[] weights = new long[MOST_SHARES];
    private final long[] quantities = new long[MOST_SHARES];
    private final int[] portfolios = new int[MOST_SHARES];
    private final int[] accounts = new int[MOST_SHARES];
    private int at;
    private int block;
    private int version;
    private int count;

    AllocationDesk(State state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    @Override
    public int pools() {
        return Pool.OMS.bit() | Pool.EMS.bit() | Pool.CCM.bit() | Pool.BOR.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return AllocationDecoder.BLOCK_LENGTH;
    }

    @Override
    public int leastMember() {
        return AllocationDecoder.SharesDecoder.sbeBlockLength();
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int actingVersion) {
        command.wrap(buffer, offset, blockLength, actingVersion);
        at = offset;
        block = blockLength;
        version = actingVersion;
        int id = offset + AllocationDecoder.allocationIdEncodingOffset();
        if (Reading.isEmpty(buffer, id) || !Reading.isPlain(buffer, id, Orders.ID_LENGTH)) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.stateRaw(), AllocationState.REJECTED.value())
                || !Codes.isKnown(command.methodRaw(), AllocationMethod.AVERAGE_PRICE.value())) {
            return Refusal.MALFORMED;
        }
        Keys.write(
                journal.key(),
                buffer,
                id,
                Orders.ID_LENGTH,
                AllocationDecoder.TEMPLATE_ID,
                command.stateRaw(),
                0,
                journal.sender(),
                0,
                0);
        return null;
    }

    @Override
    public Refusal decide() {
        int allocation =
                state.allocations().find(command.buffer(), at + AllocationDecoder.allocationIdEncodingOffset());
        if (command.state() != AllocationState.REQUESTED) {
            return allocation == Allocations.NONE ? Refusal.UNKNOWN_ALLOCATION : move(allocation);
        }
        return allocation == Allocations.NONE ? make() : Refusal.ALLOCATION_EXISTS;
    }

    private Refusal move(int allocation) {
        AllocationState from = state.allocations().state(allocation);
        AllocationState to = command.state();
        boolean open = from == AllocationState.REQUESTED || from == AllocationState.CONFIRMED;
        Pool pool = journal.pool();
        boolean exists = switch (to) {
            case CONFIRMED -> from == AllocationState.REQUESTED;
            case AFFIRMED -> from == AllocationState.CONFIRMED;
            default -> open;
        };
        if (!exists || !state.orders().isKept(state.allocations().order(allocation))) {
            return Refusal.NO_SUCH_ALLOCATION_MOVE;
        }
        boolean allowed = switch (to) {
            case CONFIRMED -> pool == Pool.EMS || pool == Pool.CCM || pool == Pool.PERSON;
            case AFFIRMED -> pool == Pool.BOR || pool == Pool.PERSON;
            default -> true;
        };
        if (!allowed) {
            return Refusal.POOL_MAY_NOT_MOVE;
        }
        journal.accept();
        moved.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .allocation(allocation)
                .state(to.value());
        journal.commit(AllocationMovedEncoder.BLOCK_LENGTH);
        return null;
    }

    private Refusal make() {
        if (journal.pool() != Pool.OMS && journal.pool() != Pool.PERSON) {
            return Refusal.POOL_MAY_NOT_MOVE;
        }
        Orders orders = state.orders();
        int order = orders.find(command.buffer(), at + AllocationDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        long free = orders.filled(order) - orders.allocated(order);
        Refusal refusal = readShares(order, free);
        if (refusal != null) {
            return refusal;
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, quantities[i]);
        }
        if (total <= 0 || total > free) {
            return Refusal.BAD_SHARES;
        }
        nameShares();
        journal.accept();
        int allocation = state.allocations().next();
        made.wrapAndApplyHeader(journal.buffer(), 0, journal.header());
        journal.buffer()
                .putBytes(
                        made.offset() + AllocationMadeEncoder.allocationNameEncodingOffset(),
                        command.buffer(),
                        at + AllocationDecoder.allocationIdEncodingOffset(),
                        Orders.ID_LENGTH);
        made.sequence(journal.next())
                .time(journal.now())
                .order(orders.handle(order))
                .quantity(total)
                .allocation(allocation)
                .method(command.methodRaw());
        journal.commit(AllocationMadeEncoder.BLOCK_LENGTH);
        share(order, allocation);
        return null;
    }

    /** Each share has its part of the value; the parts sum up to the value of the whole. */
    private void share(int order, int allocation) {
        long value = state.orders().filledValue(order);
        long filled = state.orders().filled(order);
        long before = 0;
        for (int i = 0; i < count; i++) {
            long after = before + quantities[i];
            long valueBefore = Amounts.part(value, before, filled);
            if (quantities[i] > 0) {
                shared.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                        .sequence(journal.next())
                        .time(journal.now())
                        .quantity(quantities[i])
                        .value(Amounts.part(value, after, filled) - valueBefore)
                        .allocation(allocation)
                        .portfolio(portfolios[i])
                        .account(accounts[i]);
                journal.commit(AllocationSharedEncoder.BLOCK_LENGTH);
            }
            before = after;
        }
    }

    private Refusal readShares(int order, long free) {
        boolean byQuantity = command.method() == AllocationMethod.AVERAGE_PRICE;
        int quantityScale = state.instruments().quantityScale(state.orders().instrument(order));
        count = 0;
        long sum = 0;
        for (AllocationDecoder.SharesDecoder share : command.shares()) {
            if (count == MOST_SHARES) {
                return Refusal.BAD_SHARES;
            }
            share.getPortfolio(bytes, 0);
            boolean plain = bytes[0] != 0 && Reading.isSegment(text, 0, NAME);
            share.getAccount(bytes, 0);
            if (!plain || !Reading.isPlain(text, 0, NAME)) {
                return Refusal.BAD_TEXT;
            }
            long number = byQuantity
                    ? Reading.number(share.quantity(), quantityScale)
                    : Reading.number(share.weight(), WEIGHT_SCALE);
            if (!Reading.isPresent(number) || number <= 0) {
                return Refusal.BAD_SHARES;
            }
            sum = Math.addExact(sum, number);
            weights[count] = number;
            quantities[count++] = number;
        }
        if (count == 0 || command.method() == AllocationMethod.PERCENTAGE && sum != WHOLE) {
            return Refusal.BAD_SHARES;
        }
        if (!byQuantity) {
            Amounts.shareOut(free, weights, quantities, count);
        }
        return null;
    }

    private void nameShares() {
        command.wrap(command.buffer(), at, block, version);
        int i = 0;
        for (AllocationDecoder.SharesDecoder share : command.shares()) {
            share.getPortfolio(bytes, 0);
            portfolios[i] = journal.name(text, 0, NAME);
            share.getAccount(bytes, 0);
            accounts[i++] = journal.name(text, 0, NAME);
        }
    }
}
