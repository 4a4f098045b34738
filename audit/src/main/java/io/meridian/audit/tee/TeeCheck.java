package io.meridian.audit.tee;

import io.meridian.audit.kept.KeptMessages;
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads two buses from their beginnings and compares which messages they keep: what is on the first and not on the second is missing, what is twice on
 * the second is a repeat. The end of a bus is where nothing more came for a while.
 */
public final class TeeCheck {
    private static final String EVERYTHING = "**";

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
        KeptMessages.read(from, EVERYTHING, message -> check.firstCount += check.isNew(check.first, message) ? 1 : 0);
        KeptMessages.read(to, EVERYTHING, message -> {
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
