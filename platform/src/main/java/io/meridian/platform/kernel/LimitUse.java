package io.meridian.platform.kernel;

import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Limits;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sidecar.metrics.Counts;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How near what is held and open is to the hard limits that stand on it: of each rule the highest share. A pass begins each second and goes on a few
 * hundred entries at a time, so that it never keeps an order waiting for long. Limits of one sender alone are not looked at: what is held is nobody's.
 */
final class LimitUse {
    /** Those that stand on what is held, not on one order. */
    static final List<LimitRule> RULES = List.of(LimitRule.POSITION, LimitRule.GROSS_EXPOSURE, LimitRule.NET_EXPOSURE);

    private static final int AT_ONCE = 256;
    private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int ANY_SENDER = 0;
    private static final int CODES = 16;
    private static final double PARTS = 1e6;

    /** Millionths of the limit, by rule. */
    private final Counts shown = new Counts(CODES);

    private final double[] highest = new double[CODES];
    private int next;
    private boolean isUnderWay;
    private long beganNs = Long.MIN_VALUE;

    /** From any thread. */
    double of(LimitRule rule) {
        return shown.get(rule.value()) / PARTS;
    }

    /** For the kernel's thread. */
    void look(State state, long nowNs) {
        if (!isUnderWay) {
            if (beganNs != Long.MIN_VALUE && nowNs - beganNs < EVERY_NS) {
                return;
            }
            beganNs = nowNs;
            isUnderWay = true;
            next = 0;
            Arrays.fill(highest, 0);
        }
        int positions = state.books().positions().count();
        int all = positions + state.books().cash().count();
        int end = Math.min(all, next + AT_ONCE);
        for (; next < end; next++) {
            if (next < positions) {
                position(state, next);
            } else {
                exposure(state, next - positions);
            }
        }
        if (next >= all) {
            isUnderWay = false;
            for (LimitRule rule : RULES) {
                shown.set(rule.value(), Math.round(highest[rule.value()] * PARTS));
            }
        }
    }

    private void position(State state, int position) {
        Positions positions = state.books().positions();
        int instrument = positions.instrument(position);
        double held = positions.quantity(position);
        double worst = Math.max(held + positions.openBuy(position), -held + positions.openSell(position));
        note(
                state.risk().limits(),
                LimitRule.POSITION,
                positions.portfolio(position),
                instrument,
                0,
                worst,
                state.instruments().quantityScale(instrument));
    }

    private void exposure(State state, int account) {
        CashAccounts cash = state.books().cash();
        int currency = cash.currency(account);
        int scale = state.moneyScale(currency);
        double buy = cash.openBuy(account);
        double sell = cash.openSell(account);
        double net = cash.net(account);
        Limits limits = state.risk().limits();
        int portfolio = cash.portfolio(account);
        note(limits, LimitRule.GROSS_EXPOSURE, portfolio, -1, currency, cash.gross(account) + buy + sell, scale);
        note(limits, LimitRule.NET_EXPOSURE, portfolio, -1, currency, Math.max(net + buy, sell - net), scale);
    }

    private void note(
            Limits limits, LimitRule rule, int portfolio, int instrument, int currency, double measured, int scale) {
        int limit = limits.find(rule, portfolio, ANY_SENDER, instrument, currency);
        if (limit == Limits.NONE || Decimals.isAbsent(limits.hard(limit)) || limits.hard(limit) == 0) {
            return;
        }
        double hard = limits.hard(limit) / Math.pow(10, limits.hardScale(limit));
        double share = measured / Math.pow(10, scale) / hard;
        highest[rule.value()] = Math.max(highest[rule.value()], share);
    }
}
