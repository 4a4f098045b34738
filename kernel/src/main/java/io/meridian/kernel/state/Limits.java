package io.meridian.kernel.state;

import io.meridian.plugin.contract.trading.LimitRule;

/**
 * Limits by what they are for. Of a rule the most particular limit counts: instrument before sender before portfolio before none
 * of them. A limit's numbers keep the scales they were given with.
 */
public final class Limits {
    public static final int NONE = -1;

    private static final int RULE_PORTFOLIO = 0;
    private static final int SENDER_INSTRUMENT = 1;
    private static final int CURRENCY = 2;
    private static final int KEY_WORDS = 3;
    private static final int SOFT = 3;
    private static final int HARD = 4;
    private static final int SCALES = 5;
    private static final int WINDOW = 6;
    private static final int STRIDE = 7;

    private static final int RULES = 16;
    private static final int INSTRUMENT_BIT = 4;
    private static final int SENDER_BIT = 2;
    private static final int PORTFOLIO_BIT = 1;

    private final Slab slab = new Slab(STRIDE, 64);
    private final KeyIndex index = new KeyIndex(slab, RULE_PORTFOLIO, KEY_WORDS, 64);
    /** Of each rule, which kinds of limits there are, so that others need not be looked for. */
    private final boolean[] used = new boolean[RULES * 8];

    private final boolean[] usedRules = new boolean[RULES];

    /** @param portfolio, sender 0 for any @param instrument -1 for any @param currency 0 where it is no amount */
    public void set(
            int rule,
            int portfolio,
            int sender,
            int instrument,
            int currency,
            long soft,
            int softScale,
            long hard,
            int hardScale,
            long window) {
        int limit = index.find((long) rule << 32 | portfolio, (long) sender << 32 | (instrument + 1), currency);
        if (limit == KeyIndex.NOT_FOUND) {
            limit = slab.allocate();
            slab.set(limit, RULE_PORTFOLIO, rule, portfolio);
            slab.set(limit, SENDER_INSTRUMENT, sender, instrument + 1);
            slab.set(limit, CURRENCY, currency);
            index.add(limit);
            note(limit);
        }
        slab.set(limit, SOFT, soft);
        slab.set(limit, HARD, hard);
        slab.set(limit, SCALES, softScale, hardScale);
        slab.set(limit, WINDOW, window);
    }

    private void note(int limit) {
        int rule = slab.high(limit, RULE_PORTFOLIO);
        int kind = (slab.low(limit, RULE_PORTFOLIO) != 0 ? PORTFOLIO_BIT : 0)
                | (slab.high(limit, SENDER_INSTRUMENT) != 0 ? SENDER_BIT : 0)
                | (slab.low(limit, SENDER_INSTRUMENT) != 0 ? INSTRUMENT_BIT : 0);
        used[rule * 8 + kind] = true;
        usedRules[rule] = true;
    }

    /** The limit that counts, or {@link #NONE}. */
    public int find(LimitRule rule, int portfolio, int sender, int instrument, int currency) {
        int code = rule.value();
        if (!usedRules[code]) {
            return NONE;
        }
        for (int kind = 7; kind >= 0; kind--) {
            if (used[code * 8 + kind]) {
                int limit = index.find(
                        (long) code << 32 | ((kind & PORTFOLIO_BIT) != 0 ? portfolio : 0),
                        (long) ((kind & SENDER_BIT) != 0 ? sender : 0) << 32
                                | ((kind & INSTRUMENT_BIT) != 0 ? instrument + 1 : 0),
                        currency);
                if (limit != KeyIndex.NOT_FOUND) {
                    return limit;
                }
            }
        }
        return NONE;
    }

    /** Absent: never warns. */
    public long soft(int limit) {
        return slab.get(limit, SOFT);
    }

    public int softScale(int limit) {
        return slab.high(limit, SCALES);
    }

    /** Absent: never refuses. */
    public long hard(int limit) {
        return slab.get(limit, HARD);
    }

    public int hardScale(int limit) {
        return slab.low(limit, SCALES);
    }

    public long window(int limit) {
        return slab.get(limit, WINDOW);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
        for (int limit = 0; limit < slab.used(); limit++) {
            note(limit);
        }
    }
}
