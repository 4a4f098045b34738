package io.meridian.kernel;

import io.meridian.kernel.journal.LimitSetEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.RiskLimitDecoder;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;

/** Sets limits. Only a person does, and the journal says who. */
final class LimitDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final RiskLimitDecoder command = new RiskLimitDecoder();
    private final LimitSetEncoder event = new LimitSetEncoder();
    private int at;

    LimitDesk(State state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    @Override
    public int pools() {
        return Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return RiskLimitDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        return Keys.writeId(
                journal, buffer, offset + RiskLimitDecoder.limitIdEncodingOffset(), RiskLimitDecoder.TEMPLATE_ID);
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        if (!Codes.isKnown(command.ruleRaw(), LimitRule.SELF_TRADE.value())) {
            return Refusal.MALFORMED;
        }
        int portfolioAt = at + RiskLimitDecoder.portfolioEncodingOffset();
        int senderAt = at + RiskLimitDecoder.senderEncodingOffset();
        int symbolAt = at + RiskLimitDecoder.symbolEncodingOffset();
        int currencyAt = at + RiskLimitDecoder.currencyEncodingOffset();
        if (!Reading.isSegment(buffer, portfolioAt, RiskLimitDecoder.portfolioLength())
                || !Reading.isPlain(buffer, senderAt, RiskLimitDecoder.senderLength())
                || !Reading.isPlain(buffer, currencyAt, RiskLimitDecoder.currencyLength())) {
            return Refusal.BAD_TEXT;
        }
        int instrument = Instruments.NONE;
        if (!Reading.isEmpty(buffer, symbolAt)) {
            instrument = state.instruments()
                    .find(
                            state.names().find(buffer, symbolAt, RiskLimitDecoder.symbolLength()),
                            state.names()
                                    .find(
                                            buffer,
                                            at + RiskLimitDecoder.venueEncodingOffset(),
                                            RiskLimitDecoder.venueLength()));
            if (instrument == Instruments.NONE) {
                return Refusal.UNKNOWN_INSTRUMENT;
            }
        }
        long soft = command.softLimit().mantissa();
        long hard = command.hardLimit().mantissa();
        LimitRule rule = command.rule();
        if (isBad(soft, command.softLimit().scale())
                || isBad(hard, command.hardLimit().scale())
                || needsWindow(rule) && command.window() <= 0
                || isAmount(rule) == Reading.isEmpty(buffer, currencyAt)
                || rule == LimitRule.MESSAGE_RATE
                        && (instrument != Instruments.NONE || !Reading.isEmpty(buffer, portfolioAt))) {
            return Refusal.BAD_LIMIT;
        }
        int portfolio = journal.name(buffer, portfolioAt, RiskLimitDecoder.portfolioLength());
        int sender = journal.name(buffer, senderAt, RiskLimitDecoder.senderLength());
        int currency = journal.name(buffer, currencyAt, RiskLimitDecoder.currencyLength());
        journal.accept();
        event.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .softLimit(soft)
                .hardLimit(hard)
                .window(command.window())
                .portfolio(portfolio)
                .sender(sender)
                .instrument(instrument)
                .currency(currency)
                .actor(journal.sender())
                .softScale(command.softLimit().scale())
                .hardScale(command.hardLimit().scale())
                .rule(command.ruleRaw());
        journal.commit(LimitSetEncoder.BLOCK_LENGTH);
        return null;
    }

    private static boolean isBad(long mantissa, int scale) {
        return mantissa != Reading.ABSENT && (mantissa < 0 || scale < 0 || scale > Decimals.MAX_SCALE);
    }

    private static boolean needsWindow(LimitRule rule) {
        return rule == LimitRule.MESSAGE_RATE
                || rule == LimitRule.DUPLICATE_ORDERS
                || rule == LimitRule.REPEATED_EXECUTIONS;
    }

    private static boolean isAmount(LimitRule rule) {
        return rule == LimitRule.VALUE || rule == LimitRule.GROSS_EXPOSURE || rule == LimitRule.NET_EXPOSURE;
    }
}
