package io.meridian.backtest.result;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The round trips: the first of them, and the sums of all. */
final class Trips {
    private final int limit;
    private final List<RoundTrip> kept = new ArrayList<>();
    private long count;
    private long wins;
    private long losses;
    private BigDecimal won = BigDecimal.ZERO;
    private BigDecimal lost = BigDecimal.ZERO;
    private double heldNs;

    Trips(int limit) {
        this.limit = limit;
    }

    void add(RoundTrip trip) {
        if (kept.size() < limit) {
            kept.add(trip);
        }
        count++;
        heldNs += trip.closedNs() - trip.openedNs();
        if (trip.profit().signum() > 0) {
            wins++;
            won = won.add(trip.profit());
        } else if (trip.profit().signum() < 0) {
            losses++;
            lost = lost.add(trip.profit());
        }
    }

    List<RoundTrip> kept() {
        return List.copyOf(kept);
    }

    BacktestResult.Tally tally() {
        return new BacktestResult.Tally(count, wins, losses, won, lost, heldNs);
    }
}
