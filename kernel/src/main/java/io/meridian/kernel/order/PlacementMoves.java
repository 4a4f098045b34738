package io.meridian.kernel.order;

import static io.meridian.plugin.contract.trading.PlacementState.CANCELLED;
import static io.meridian.plugin.contract.trading.PlacementState.EXPIRED;
import static io.meridian.plugin.contract.trading.PlacementState.FILLED;
import static io.meridian.plugin.contract.trading.PlacementState.OPEN;
import static io.meridian.plugin.contract.trading.PlacementState.PARTIALLY_FILLED;
import static io.meridian.plugin.contract.trading.PlacementState.PENDING;
import static io.meridian.plugin.contract.trading.PlacementState.REJECTED;
import static io.meridian.plugin.contract.trading.PlacementState.SENT;
import static io.meridian.plugin.contract.trading.PlacementState.UNKNOWN;

import io.meridian.plugin.contract.trading.PlacementState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The life of a placement. PARTIALLY_FILLED and FILLED are entered by fills only. A broken connection leaves a placement UNKNOWN
 * until the venue says what became of it.
 */
public final class PlacementMoves {
    /** Where a placement may go, by where it is. */
    public static final Map<PlacementState, Set<PlacementState>> ALL = all();

    private static final int STATES = 10;
    private static final boolean[] ALLOWED = new boolean[STATES * STATES];

    static {
        ALL.forEach((from, tos) -> tos.forEach(to -> ALLOWED[from.value() * STATES + to.value()] = true));
    }

    private PlacementMoves() {}

    private static Map<PlacementState, Set<PlacementState>> all() {
        Map<PlacementState, Set<PlacementState>> moves = new EnumMap<>(PlacementState.class);
        Set<PlacementState> atVenue = EnumSet.of(PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, UNKNOWN);
        moves.put(PENDING, with(EnumSet.copyOf(atVenue), SENT, OPEN));
        moves.put(SENT, with(EnumSet.copyOf(atVenue), OPEN));
        moves.put(OPEN, EnumSet.copyOf(atVenue));
        moves.put(PARTIALLY_FILLED, with(EnumSet.of(OPEN, FILLED), CANCELLED, EXPIRED, UNKNOWN));
        moves.put(UNKNOWN, with(EnumSet.of(OPEN, PARTIALLY_FILLED), FILLED, CANCELLED, REJECTED, EXPIRED));
        moves.put(FILLED, EnumSet.noneOf(PlacementState.class));
        moves.put(CANCELLED, EnumSet.noneOf(PlacementState.class));
        moves.put(REJECTED, EnumSet.noneOf(PlacementState.class));
        moves.put(EXPIRED, EnumSet.noneOf(PlacementState.class));
        return moves;
    }

    private static Set<PlacementState> with(Set<PlacementState> set, PlacementState... more) {
        set.addAll(Set.of(more));
        return set;
    }

    public static boolean isAllowed(PlacementState from, PlacementState to) {
        return ALLOWED[from.value() * STATES + to.value()];
    }

    /** Whether it fills no more. */
    public static boolean isOver(PlacementState state) {
        return switch (state) {
            case FILLED, CANCELLED, REJECTED, EXPIRED -> true;
            default -> false;
        };
    }
}
