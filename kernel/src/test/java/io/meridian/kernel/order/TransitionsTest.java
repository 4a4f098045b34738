package io.meridian.kernel.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.order.FieldLocks.Change;
import io.meridian.kernel.order.FieldLocks.Field;
import io.meridian.kernel.order.FieldLocks.Group;
import io.meridian.plugin.contract.trading.OrderState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TransitionsTest {
    private static final Set<OrderState> STATES = EnumSet.complementOf(EnumSet.of(OrderState.NULL_VAL));

    @Test
    void shouldReachEveryStateWhenAnOrderBegins() {
        Set<OrderState> reached = EnumSet.of(OrderState.CREATED);
        ArrayDeque<OrderState> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            OrderState from = next.poll();
            for (OrderState to : STATES) {
                if (Transitions.exists(from, to) && reached.add(to)) {
                    next.add(to);
                }
            }
        }
        assertEquals(STATES, reached);
    }

    @Test
    void shouldHaveTheseEndsWhenNothingFollows() {
        assertEquals(
                EnumSet.of(
                        OrderState.COMPLIANCE_REJECTED,
                        OrderState.CANCELLED,
                        OrderState.REJECTED,
                        OrderState.EXPIRED,
                        OrderState.CLOSED),
                STATES.stream().filter(Transitions::isTerminal).collect(Collectors.toSet()));
    }

    @Test
    void shouldLetNobodyApproveItsOwnOrderWhenItIsAStrategy() {
        for (OrderState from : STATES) {
            assertFalse(Transitions.isAllowed(from, OrderState.COMPLIANCE_APPROVED, Pool.STRATEGY));
            assertFalse(Transitions.isAllowed(from, OrderState.FILLED, Pool.STRATEGY));
        }
        assertTrue(Transitions.isAllowed(OrderState.PENDING_COMPLIANCE, OrderState.COMPLIANCE_APPROVED, Pool.OMS));
    }

    @Test
    void shouldLockEconomicFieldsBeforeBookingFieldsWhenAnOrderGoesItsWay() {
        assertEquals(Change.AT_ONCE, FieldLocks.change(Group.ECONOMIC, OrderState.PENDING_COMPLIANCE));
        assertEquals(Change.BY_REPLACEMENT, FieldLocks.change(Group.ECONOMIC, OrderState.OPEN));
        assertEquals(Change.LOCKED, FieldLocks.change(Group.ECONOMIC, OrderState.FILLED));
        assertEquals(Change.AT_ONCE, FieldLocks.change(Group.BOOKING, OrderState.PENDING_SETTLEMENT));
        assertEquals(Change.LOCKED, FieldLocks.change(Group.BOOKING, OrderState.SETTLED));
        for (OrderState state : STATES) {
            assertEquals(Change.LOCKED, FieldLocks.change(Field.SIDE.group(), state));
        }
    }

    /** The page's table is this one. */
    @Test
    void shouldBeOnThePageWhenAMoveIsInTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/concepts/order-life.md"));
        StringBuilder table = new StringBuilder();
        for (OrderState from : STATES) {
            for (Transitions.Move move : Transitions.ALL) {
                if (move.from() == from) {
                    table.append("| ")
                            .append(from)
                            .append(" | ")
                            .append(move.to())
                            .append(" | ");
                    table.append(move.by().stream().map(Pool::name).collect(Collectors.joining(", ")));
                    table.append(" |\n");
                }
            }
        }
        assertTrue(page.contains(table), () -> "docs/concepts/order-life.md should have:\n" + table);
    }
}
