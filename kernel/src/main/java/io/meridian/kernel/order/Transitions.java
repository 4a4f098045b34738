package io.meridian.kernel.order;

import static io.meridian.kernel.order.Pool.BOR;
import static io.meridian.kernel.order.Pool.CCM;
import static io.meridian.kernel.order.Pool.EMS;
import static io.meridian.kernel.order.Pool.OMS;
import static io.meridian.kernel.order.Pool.OPTIMIZER;
import static io.meridian.kernel.order.Pool.PERSON;
import static io.meridian.kernel.order.Pool.STRATEGY;
import static io.meridian.kernel.order.Pool.TIME;
import static io.meridian.plugin.contract.trading.OrderState.CANCELLED;
import static io.meridian.plugin.contract.trading.OrderState.CLOSED;
import static io.meridian.plugin.contract.trading.OrderState.COMPLIANCE_APPROVED;
import static io.meridian.plugin.contract.trading.OrderState.COMPLIANCE_REJECTED;
import static io.meridian.plugin.contract.trading.OrderState.CREATED;
import static io.meridian.plugin.contract.trading.OrderState.EXPIRED;
import static io.meridian.plugin.contract.trading.OrderState.FILLED;
import static io.meridian.plugin.contract.trading.OrderState.OPEN;
import static io.meridian.plugin.contract.trading.OrderState.PARTIALLY_FILLED;
import static io.meridian.plugin.contract.trading.OrderState.PENDING_CANCEL;
import static io.meridian.plugin.contract.trading.OrderState.PENDING_COMPLIANCE;
import static io.meridian.plugin.contract.trading.OrderState.PENDING_MODIFY;
import static io.meridian.plugin.contract.trading.OrderState.PENDING_SETTLEMENT;
import static io.meridian.plugin.contract.trading.OrderState.REJECTED;
import static io.meridian.plugin.contract.trading.OrderState.SETTLED;
import static io.meridian.plugin.contract.trading.OrderState.SUSPENDED;

import io.meridian.plugin.contract.trading.OrderState;
import java.util.List;

/**
 * The life of an order: every move that is allowed, and who may cause it. What is not in this table does not happen.
 *
 * <p>A state nobody can leave is terminal. States that an order enters by its fills (PARTIALLY_FILLED, FILLED) are entered
 * when a fill is booked, busted or corrected, never because somebody says so.
 */
public final class Transitions {
    /** One move. */
    public record Move(OrderState from, OrderState to, List<Pool> by) {}

    /** The table. */
    public static final List<Move> ALL = List.of(
            // Before compliance has spoken.
            move(CREATED, PENDING_COMPLIANCE, OMS),
            move(CREATED, CANCELLED, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(CREATED, REJECTED, OMS),
            move(CREATED, EXPIRED, OMS, TIME),
            move(CREATED, SUSPENDED, OMS, PERSON),
            // A change while compliance looks at the order: it looks again.
            move(PENDING_COMPLIANCE, CREATED, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(PENDING_COMPLIANCE, COMPLIANCE_APPROVED, OMS, PERSON),
            move(PENDING_COMPLIANCE, COMPLIANCE_REJECTED, OMS, PERSON),
            move(PENDING_COMPLIANCE, CANCELLED, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(PENDING_COMPLIANCE, EXPIRED, OMS, TIME),
            move(PENDING_COMPLIANCE, SUSPENDED, OMS, PERSON),

            // On the way to the venue. A fill may overtake the venue's word that it took the order.
            move(COMPLIANCE_APPROVED, OPEN, EMS, CCM),
            move(COMPLIANCE_APPROVED, PARTIALLY_FILLED, EMS, CCM),
            move(COMPLIANCE_APPROVED, FILLED, EMS, CCM),
            move(COMPLIANCE_APPROVED, REJECTED, OMS, EMS, CCM),
            move(COMPLIANCE_APPROVED, PENDING_CANCEL, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(COMPLIANCE_APPROVED, PENDING_MODIFY, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(COMPLIANCE_APPROVED, CANCELLED, EMS, CCM),
            move(COMPLIANCE_APPROVED, EXPIRED, EMS, CCM, TIME),
            move(COMPLIANCE_APPROVED, SUSPENDED, OMS, PERSON),

            // At the venue.
            move(OPEN, PARTIALLY_FILLED, EMS, CCM),
            move(OPEN, FILLED, EMS, CCM),
            move(OPEN, PENDING_CANCEL, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(OPEN, PENDING_MODIFY, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(OPEN, CANCELLED, EMS, CCM),
            move(OPEN, REJECTED, EMS, CCM),
            move(OPEN, EXPIRED, EMS, CCM, TIME),
            move(OPEN, SUSPENDED, OMS, PERSON),
            move(PARTIALLY_FILLED, FILLED, EMS, CCM),
            move(PARTIALLY_FILLED, PENDING_CANCEL, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(PARTIALLY_FILLED, PENDING_MODIFY, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(PARTIALLY_FILLED, CANCELLED, EMS, CCM),
            move(PARTIALLY_FILLED, EXPIRED, EMS, CCM, TIME),
            move(PARTIALLY_FILLED, SUSPENDED, OMS, PERSON),
            // The only fill was busted.
            move(PARTIALLY_FILLED, OPEN, EMS, CCM),

            // A cancel waits for the venue's answer; refused, the order is where it was.
            move(PENDING_CANCEL, CANCELLED, EMS, CCM),
            move(PENDING_CANCEL, COMPLIANCE_APPROVED, EMS, CCM),
            move(PENDING_CANCEL, OPEN, EMS, CCM),
            move(PENDING_CANCEL, PARTIALLY_FILLED, EMS, CCM),
            move(PENDING_CANCEL, FILLED, EMS, CCM),
            move(PENDING_CANCEL, REJECTED, EMS, CCM),
            move(PENDING_CANCEL, EXPIRED, EMS, CCM, TIME),

            // A modify waits for the venue's answer; taken or refused, the order is where it was. A cancel overrides
            // it.
            move(PENDING_MODIFY, COMPLIANCE_APPROVED, EMS, CCM),
            move(PENDING_MODIFY, OPEN, EMS, CCM),
            move(PENDING_MODIFY, PARTIALLY_FILLED, EMS, CCM),
            move(PENDING_MODIFY, FILLED, EMS, CCM),
            move(PENDING_MODIFY, PENDING_CANCEL, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(PENDING_MODIFY, CANCELLED, EMS, CCM),
            move(PENDING_MODIFY, REJECTED, EMS, CCM),
            move(PENDING_MODIFY, EXPIRED, EMS, CCM, TIME),

            // Stopped for a while; it goes on where it was. Trades that were made meanwhile still count.
            move(SUSPENDED, CREATED, OMS, PERSON),
            move(SUSPENDED, PENDING_COMPLIANCE, OMS, PERSON),
            move(SUSPENDED, COMPLIANCE_APPROVED, OMS, PERSON),
            move(SUSPENDED, OPEN, OMS, PERSON),
            move(SUSPENDED, PARTIALLY_FILLED, OMS, PERSON),
            move(SUSPENDED, FILLED, EMS, CCM),
            move(SUSPENDED, PENDING_CANCEL, STRATEGY, OPTIMIZER, OMS, PERSON),
            move(SUSPENDED, CANCELLED, STRATEGY, OPTIMIZER, OMS, EMS, CCM, PERSON),
            move(SUSPENDED, EXPIRED, EMS, CCM, TIME),

            // Traded: settlement. A busted trade opens the order again as long as its settlement has not begun.
            move(FILLED, PENDING_SETTLEMENT, BOR, TIME),
            move(FILLED, PARTIALLY_FILLED, EMS, CCM),
            move(FILLED, OPEN, EMS, CCM),
            move(PENDING_SETTLEMENT, SETTLED, BOR, TIME),
            move(SETTLED, CLOSED, BOR, TIME));

    private static final int STATES = 17;
    private static final int[] ALLOWED = new int[STATES * STATES];
    private static final boolean[] HAS_EXIT = new boolean[STATES];

    static {
        for (Move move : ALL) {
            int at = move.from().value() * STATES + move.to().value();
            if (ALLOWED[at] != 0) {
                throw new IllegalStateException("from=" + move.from() + " to=" + move.to() + " is there twice");
            }
            for (Pool pool : move.by()) {
                ALLOWED[at] |= pool.bit();
            }
            HAS_EXIT[move.from().value()] = true;
        }
    }

    private Transitions() {}

    private static Move move(OrderState from, OrderState to, Pool... by) {
        return new Move(from, to, List.of(by));
    }

    /** Whether an order may go from one state to the other at all. */
    public static boolean exists(OrderState from, OrderState to) {
        return ALLOWED[from.value() * STATES + to.value()] != 0;
    }

    /** Whether this pool may cause it. */
    public static boolean isAllowed(OrderState from, OrderState to, Pool by) {
        return (ALLOWED[from.value() * STATES + to.value()] & by.bit()) != 0;
    }

    /** Whether nothing can happen to an order any more. */
    public static boolean isTerminal(OrderState state) {
        return !HAS_EXIT[state.value()];
    }

    /** Whether an order can still trade. */
    public static boolean isLive(OrderState state) {
        return switch (state) {
            case CREATED,
                    PENDING_COMPLIANCE,
                    COMPLIANCE_APPROVED,
                    OPEN,
                    PARTIALLY_FILLED,
                    PENDING_CANCEL,
                    PENDING_MODIFY,
                    SUSPENDED -> true;
            default -> false;
        };
    }
}
