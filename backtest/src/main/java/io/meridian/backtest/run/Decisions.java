package io.meridian.backtest.run;

import io.meridian.backtest.engine.RunListener;
import io.meridian.sdk.event.OrderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What orders a run led to, and when. */
final class Decisions implements RunListener {
    private final List<Decision> all = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private long beginNs;

    /** An order. */
    record Decision(long timeNs, String symbol, String side, double quantity, double limitPrice) {
        @Override
        public String toString() {
            return Instant.ofEpochSecond(0, timeNs) + " " + side + " " + quantity + " " + symbol
                    + (Double.isNaN(limitPrice) ? "" : " at " + limitPrice);
        }
    }

    static Optional<Difference> firstDifference(List<Decision> asItIs, List<Decision> other) {
        for (int i = 0; i < Math.max(asItIs.size(), other.size()); i++) {
            String expected = i < asItIs.size() ? asItIs.get(i).toString() : "";
            String instead = i < other.size() ? other.get(i).toString() : "";
            if (!expected.equals(instead)) {
                return Optional.of(new Difference(expected, instead));
            }
        }
        return Optional.empty();
    }

    List<Decision> all() {
        return all;
    }

    long beginNs() {
        return beginNs;
    }

    /** Those before a time. */
    List<Decision> before(long timeNs) {
        return all.stream().filter(each -> each.timeNs < timeNs).toList();
    }

    @Override
    public void onBegin(long newBeginNs) {
        beginNs = newBeginNs;
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        if (event.parentId().isEmpty() && known.add(event.orderId())) {
            all.add(new Decision(
                    event.tsEvent(), event.symbol(), event.side().name(), event.quantity(), event.limitPrice()));
        }
    }
}
