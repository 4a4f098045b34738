package io.meridian.kernel.fold;

import io.meridian.kernel.journal.CommandTakenDecoder;
import io.meridian.kernel.journal.FillBookedDecoder;
import io.meridian.kernel.journal.LimitSetDecoder;
import io.meridian.kernel.journal.OrderCreatedDecoder;
import io.meridian.kernel.journal.StopSetDecoder;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Limits;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Risk;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;

/** What events do to limits and to what is counted against them. */
final class RiskFold {
    private final Risk risk;
    private final Orders orders;

    RiskFold(State state) {
        risk = state.risk();
        orders = state.orders();
    }

    void set(LimitSetDecoder event) {
        risk.limits()
                .set(
                        event.rule(),
                        event.portfolio(),
                        event.sender(),
                        event.instrument(),
                        event.currency(),
                        event.softLimit(),
                        event.softScale(),
                        event.hardLimit(),
                        event.hardScale(),
                        event.window());
    }

    void set(StopSetDecoder event) {
        risk.stops().set(event.scope(), event.target(), event.stopped() != 0);
        if (event.stopped() == 0 && event.scope() == ControlScope.INSTANCE.value()) {
            risk.executions().forgive(event.target(), 0);
        }
    }

    void taken(CommandTakenDecoder event) {
        if (Repeats.isRefusalKept(event.command()) && event.refusal() != Repeats.TOO_MANY) {
            int limit = risk.limits().find(LimitRule.MESSAGE_RATE, 0, event.sender(), -1, 0);
            if (limit != Limits.NONE) {
                risk.messages()
                        .count(
                                event.sender(),
                                0,
                                event.time(),
                                count(limit),
                                risk.limits().window(limit));
            }
        }
    }

    void created(OrderCreatedDecoder event) {
        int limit = risk.limits()
                .find(LimitRule.DUPLICATE_ORDERS, event.portfolio(), event.sender(), event.instrument(), 0);
        if (limit != Limits.NONE) {
            long like = Risk.likeness(
                    event.instrument(),
                    event.portfolio(),
                    event.side(),
                    event.quantity(),
                    event.limitPrice(),
                    event.stopPrice());
            risk.alike()
                    .count(
                            event.sender(),
                            like,
                            event.time(),
                            count(limit),
                            risk.limits().window(limit));
        }
    }

    void booked(FillBookedDecoder event, int order) {
        int sender = orders.sender(order);
        int limit = risk.limits()
                .find(LimitRule.REPEATED_EXECUTIONS, orders.portfolio(order), sender, orders.instrument(order), 0);
        if (limit != Limits.NONE && event.corrects() == Fills.NONE) {
            risk.executions()
                    .count(sender, 0, event.time(), count(limit), risk.limits().window(limit));
        }
    }

    /** A hard limit as a whole number; many, where there is none. */
    private long count(int limit) {
        long hard = risk.limits().hard(limit);
        if (Decimals.isAbsent(hard)) {
            return Integer.MAX_VALUE;
        }
        return Decimals.rescale(hard, risk.limits().hardScale(limit), 0, RoundingMode.DOWN);
    }
}
