package io.meridian.kernel;

import io.meridian.kernel.journal.LimitReachedEncoder;
import io.meridian.kernel.state.Limits;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.Severity;

/** What limits had to say to a command. It is written right behind the command's own event. */
final class LimitNotes {
    private static final int MOST = 16;

    private final Limits limits;
    private final LimitReachedEncoder event = new LimitReachedEncoder();
    private final LimitRule[] rules = new LimitRule[MOST];
    private final long[] measured = new long[MOST];
    private final int[] scales = new int[MOST];
    private final int[] about = new int[MOST];
    private final boolean[] refused = new boolean[MOST];
    private int count;
    private int portfolio;
    private int sender;
    private int instrument;

    LimitNotes(Limits limits) {
        this.limits = limits;
    }

    void begin(int ofPortfolio, int bySender, int ofInstrument) {
        count = 0;
        portfolio = ofPortfolio;
        sender = bySender;
        instrument = ofInstrument;
    }

    void clear() {
        count = 0;
    }

    void warn(LimitRule rule, long value, int scale, int limit) {
        add(rule, value, scale, limit, false);
    }

    void refuse(LimitRule rule, long value, int scale, int limit) {
        add(rule, value, scale, limit, true);
    }

    private void add(LimitRule rule, long value, int scale, int limit, boolean isRefused) {
        rules[count] = rule;
        measured[count] = value;
        scales[count] = scale;
        about[count] = limit;
        refused[count++] = isRefused;
    }

    void write(Journal journal) {
        for (int i = 0; i < count; i++) {
            boolean hard = refused[i];
            event.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                    .sequence(journal.next())
                    .time(journal.now())
                    .measured(measured[i])
                    .limitValue(hard ? limits.hard(about[i]) : limits.soft(about[i]))
                    .portfolio(portfolio)
                    .sender(sender)
                    .instrument(instrument)
                    .measuredScale((byte) scales[i])
                    .limitScale((byte) (hard ? limits.hardScale(about[i]) : limits.softScale(about[i])))
                    .rule(rules[i].value())
                    .severity((hard ? Severity.BREACH : Severity.WARNING).value());
            journal.commit(LimitReachedEncoder.BLOCK_LENGTH);
        }
        count = 0;
    }
}
