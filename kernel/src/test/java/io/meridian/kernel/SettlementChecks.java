package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.order.Transitions;
import io.meridian.plugin.contract.trading.OrderState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** What must hold after each step of a {@link SettlementWalk}, and of the past at its end. */
final class SettlementChecks {
    private final Bench bench;
    private final SlowSettlement model;
    private final Map<String, String> ended = new HashMap<>();
    private final TreeMap<Long, Map<String, Object>> past = new TreeMap<>();

    SettlementChecks(Bench bench, SlowSettlement model) {
        this.bench = bench;
        this.model = model;
    }

    void compare(String what) {
        Map<String, Object> expected = SettlementFacts.of(model);
        Map<String, Object> found = SettlementFacts.of(bench.kernel, model);
        if (!expected.equals(found)) {
            // Sorted, and only what differs, so that it can be read.
            Map<String, Object> here = new TreeMap<>(expected);
            Map<String, Object> there = new TreeMap<>(found);
            here.entrySet().removeAll(found.entrySet());
            there.entrySet().removeAll(expected.entrySet());
            assertEquals(here, there, what);
        }
        past.put(bench.now, found);
        for (SlowSettlement.Order order : model.orders.values()) {
            assertTrue(order.filled().compareTo(order.quantity) <= 0, what);
            String end = ended.get(order.id);
            assertTrue(end == null || end.equals(order.state), what);
            if (Transitions.isTerminal(OrderState.valueOf(order.state))) {
                ended.put(order.id, order.state);
            }
        }
        sumUp(found, what);
    }

    /** What is settled and what is due are together what was traded. */
    private void sumUp(Map<String, Object> found, String what) {
        Map<String, BigDecimal> sums = new HashMap<>();
        found.forEach((name, value) -> {
            String[] words = name.split(" ");
            if (words.length < 3 || !(value instanceof BigDecimal amount)) {
                return;
            }
            String owner = words[0] + " " + words[1];
            switch (words[2]) {
                case "TRADE_DATE" -> sums.merge(owner, amount, BigDecimal::add);
                case "SETTLED", "due" -> sums.merge(owner, amount.negate(), BigDecimal::add);
                default -> {
                    // No part of the sum.
                }
            }
        });
        sums.forEach((owner, sum) -> assertEquals(0, sum.signum(), () -> what + " " + owner));
    }

    /** The journal up to any time says what was true then. */
    void lookBack(Random random, String what) {
        long then = random.nextLong(past.firstKey(), past.lastKey() + 1);
        // Between two commands of one step is a state that was not looked at.
        long looked = past.floorKey(then);
        AsOf asOf = new AsOf(new Kernel(bench.options, (_, _, _) -> {}), looked);
        for (byte[] event : bench.journal) {
            if (!asOf.offer(new UnsafeBuffer(event), 0)) {
                break;
            }
        }
        assertEquals(past.get(looked), SettlementFacts.of(asOf.kernel(), model), () -> what + " as of " + looked);
    }
}
