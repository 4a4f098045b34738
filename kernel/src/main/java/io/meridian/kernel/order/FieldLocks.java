package io.meridian.kernel.order;

import io.meridian.plugin.contract.trading.OrderState;

/**
 * What of an order may change when. Identity never changes. Economic fields are free until compliance has passed the order; from
 * then on only a modify changes them, which the venue must take (cancel and replace, what is filled kept), and once the order is
 * over nothing does. Booking fields stay open until the order is settled.
 */
public final class FieldLocks {
    /** A field of an order, by what locks it. */
    public enum Field {
        ORDER_ID(Group.IDENTITY),
        PARENT_ID(Group.IDENTITY),
        PORTFOLIO(Group.IDENTITY),
        SYMBOL(Group.IDENTITY),
        VENUE(Group.IDENTITY),
        CURRENCY(Group.IDENTITY),
        SIDE(Group.IDENTITY),
        ORDER_TYPE(Group.IDENTITY),
        TIME_IN_FORCE(Group.IDENTITY),
        ALGORITHM(Group.IDENTITY),
        QUANTITY(Group.ECONOMIC),
        LIMIT_PRICE(Group.ECONOMIC),
        STOP_PRICE(Group.ECONOMIC),
        DISPLAY_QUANTITY(Group.ECONOMIC),
        EXPIRE_AT(Group.ECONOMIC),
        ACCOUNT(Group.BOOKING);

        private final Group group;

        Field(Group group) {
            this.group = group;
        }

        public Group group() {
            return group;
        }
    }

    /** Fields that lock together. */
    public enum Group {
        IDENTITY,
        ECONOMIC,
        BOOKING
    }

    /** How a field may change. */
    public enum Change {
        AT_ONCE,
        /** When the venue has taken it. */
        BY_REPLACEMENT,
        LOCKED
    }

    private FieldLocks() {}

    public static Change change(Group group, OrderState state) {
        return switch (group) {
            case IDENTITY -> Change.LOCKED;
            case ECONOMIC ->
                switch (state) {
                    case CREATED, PENDING_COMPLIANCE -> Change.AT_ONCE;
                    case COMPLIANCE_APPROVED, OPEN, PARTIALLY_FILLED -> Change.BY_REPLACEMENT;
                    default -> Change.LOCKED;
                };
            case BOOKING ->
                switch (state) {
                    case COMPLIANCE_REJECTED, REJECTED, SETTLED, CLOSED -> Change.LOCKED;
                    default -> Change.AT_ONCE;
                };
        };
    }
}
