package io.meridian.audit.tee;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads two buses from their beginnings and compares which messages they keep: what is on the first and not on the second is missing, what is twice on
 * the second is a repeat. The end of a bus is where nothing more came for a while.
 */
public final class TeeCheck {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int ROUND = 1_000;

    private final Map<String, BitSet> first = new HashMap<>();
    private final Map<String, BitSet> second = new HashMap<>();
    private long firstCount;
    private long secondCount;
    private long repeats;

    private TeeCheck() {}

    /**
     * What was found.
     *
     * @param missing by source and topic
     */
    public record Result(long first, long second, long repeats, Map<String, Long> missing) {}

    public static Result compare(Bus from, Bus to) {
        TeeCheck check = new TeeCheck();
        check.read(from, message -> check.firstCount += check.isNew(check.first, message) ? 1 : 0);
        check.read(to, message -> {
            if (check.isNew(check.second, message)) {
                check.secondCount++;
            } else {
                check.repeats++;
            }
        });
        Map<String, Long> missing = new TreeMap<>();
        check.first.forEach((key, sequences) -> {
            BitSet there = check.second.get(key);
            if (there != null) {
                sequences.andNot(there);
            }
            if (!sequences.isEmpty()) {
                missing.put(key, (long) sequences.cardinality());
            }
        });
        return new Result(check.firstCount, check.secondCount, check.repeats, missing);
    }

    private interface Each {
        void message(Message message);
    }

    private void read(Bus bus, Each each) {
        try (Subscription all = bus.subscribe(SubscriptionSpec.durable("**").from(StartAt.EARLIEST), message -> {
            each.message(message);
            return Verdict.ACCEPT;
        })) {
            long lastNs = System.nanoTime();
            while (System.nanoTime() - lastNs < QUIET_NS) {
                if (all.poll(ROUND, WAIT_NS) > 0) {
                    lastNs = System.nanoTime();
                }
            }
        }
    }

    private boolean isNew(Map<String, BitSet> of, Message message) {
        BitSet seen = of.computeIfAbsent(
                Integer.toUnsignedString(message.source()) + "/"
                        + message.topic().name(),
                key -> new BitSet());
        int sequence = Math.toIntExact(message.sequence());
        boolean isNew = !seen.get(sequence);
        seen.set(sequence);
        return isNew;
    }
}
