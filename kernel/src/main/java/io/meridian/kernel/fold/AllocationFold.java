package io.meridian.kernel.fold;

import io.meridian.kernel.journal.AllocationMadeDecoder;
import io.meridian.kernel.journal.AllocationMovedDecoder;
import io.meridian.kernel.journal.AllocationSharedDecoder;
import io.meridian.kernel.state.Allocations;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.AllocationState;

/** What events do to allocations. */
final class AllocationFold {
    private final State state;
    private final Allocations allocations;
    private final Orders orders;
    private final BookFold books;

    AllocationFold(State state, BookFold books) {
        this.state = state;
        this.books = books;
        allocations = state.allocations();
        orders = state.orders();
    }

    void apply(AllocationMadeDecoder event) {
        allocations.add(
                event.allocation(),
                event.order(),
                event.quantity(),
                event.method(),
                event.buffer(),
                event.offset() + AllocationMadeDecoder.allocationNameEncodingOffset());
        orders.allocated(orders.place(event.order()), event.quantity());
    }

    void apply(AllocationSharedDecoder event) {
        allocations.share(event.allocation(), event.portfolio(), event.account(), event.quantity(), event.value());
    }

    void apply(AllocationMovedDecoder event) {
        int allocation = event.allocation();
        allocations.state(allocation, event.state());
        int order = orders.place(allocations.order(allocation));
        if (event.state() == AllocationState.REJECTED.value()) {
            orders.allocated(order, -allocations.quantity(allocation));
        } else if (event.state() == AllocationState.AFFIRMED.value()) {
            // Settled with the order's last trade.
            Fills fills = state.fills();
            int date = fills.settlementDate(orders.firstFill(order));
            for (int share = allocations.firstShare(allocation);
                    share != Allocations.NONE;
                    share = allocations.nextShare(share)) {
                books.transfer(
                        order,
                        allocations.portfolio(share),
                        allocations.shareQuantity(share),
                        allocations.shareValue(share),
                        date);
            }
        }
    }
}
