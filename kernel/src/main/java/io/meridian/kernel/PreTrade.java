package io.meridian.kernel;

import io.meridian.kernel.state.Books;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Limits;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.Rates;
import io.meridian.kernel.state.Risk;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;

/**
 * The controls that every new order and every modify passes before anything of it can leave. Hard limits refuse, soft ones warn.
 * Exposure counts the worst that can come: what is held, what is open, and this order filled whole.
 */
final class PreTrade {
    private static final int FRACTION_SCALE = Instruments.FACTOR_SCALE;

    private final State state;
    private final Instruments instruments;
    private final Limits limits;
    private final Risk risk;
    private final LimitNotes notes;

    private int portfolio;
    private int sender;
    private int instrument;

    PreTrade(State state, LimitNotes notes) {
        this.state = state;
        this.notes = notes;
        instruments = state.instruments();
        risk = state.risk();
        limits = risk.limits();
    }

    /**
     * Checks a new order, or what a modify makes of one.
     *
     * @param toPortfolio the portfolio's name, -1 while it has none
     * @param order the order that is modified, or -1
     */
    Refusal check(
            int order,
            int toPortfolio,
            int bySender,
            int ofInstrument,
            int side,
            long quantity,
            long limit,
            long stop,
            boolean isPart,
            long now) {
        portfolio = Math.max(toPortfolio, 0);
        sender = bySender;
        instrument = ofInstrument;
        notes.begin(portfolio, sender, instrument);
        if (isStopped()) {
            return Refusal.STOPPED;
        }
        Refusal refusal = rate(now);
        if (refusal == null && isForbidden(LimitRule.RESTRICTED)) {
            refusal = Refusal.RESTRICTED;
        }
        if (refusal == null) {
            refusal = price(limit);
        }
        if (refusal == null && exceeds(LimitRule.QUANTITY, 0, quantity, instruments.quantityScale(instrument))) {
            refusal = Refusal.MAX_QUANTITY;
        }
        if (refusal == null) {
            refusal = amounts(order, side, quantity, limit, stop, isPart);
        }
        if (refusal == null && order == Orders.NONE) {
            refusal = duplicate(side, quantity, limit, stop, now);
        }
        if (refusal == null && isForbidden(LimitRule.SELF_TRADE) && crossesOwn(order, side, limit)) {
            refusal = Refusal.SELF_TRADE;
        }
        return refusal;
    }

    private boolean isStopped() {
        return risk.stops().isStopped(ControlScope.DEPLOYMENT, 0)
                || risk.stops().isStopped(ControlScope.INSTANCE, sender)
                || risk.stops().isStopped(ControlScope.PORTFOLIO, portfolio)
                || risk.stops().isStopped(ControlScope.VENUE, instruments.venue(instrument));
    }

    private Refusal rate(long now) {
        int limit = limits.find(LimitRule.MESSAGE_RATE, 0, sender, Instruments.NONE, 0);
        return limit == Limits.NONE || isWithin(limit, risk.messages(), 0, now) ? null : Refusal.MESSAGE_RATE;
    }

    private boolean isWithin(int limit, Rates rates, long key, long now) {
        long hard = limits.hard(limit);
        if (Decimals.isAbsent(hard)) {
            return true;
        }
        long count = Decimals.rescale(hard, limits.hardScale(limit), 0, RoundingMode.DOWN);
        if (rates.isWithin(sender, key, now, count, limits.window(limit))) {
            return true;
        }
        notes.refuse(
                rates == risk.messages() ? LimitRule.MESSAGE_RATE : LimitRule.DUPLICATE_ORDERS, count + 1, 0, limit);
        return false;
    }

    private Refusal duplicate(int side, long quantity, long price, long stop, long now) {
        int limit = limits.find(LimitRule.DUPLICATE_ORDERS, portfolio, sender, instrument, 0);
        if (limit == Limits.NONE) {
            return null;
        }
        long like = Risk.likeness(instrument, portfolio, side, quantity, price, stop);
        return isWithin(limit, risk.alike(), like, now) ? null : Refusal.DUPLICATE_ORDER;
    }

    private boolean isForbidden(LimitRule rule) {
        int limit = limits.find(rule, portfolio, sender, instrument, 0);
        return limit != Limits.NONE && limits.hard(limit) == 0;
    }

    private Refusal price(long price) {
        long market = instruments.mark(instrument);
        if (price == Reading.ABSENT
                || market == Reading.ABSENT
                || market <= 0
                || limits.find(LimitRule.PRICE_COLLAR, portfolio, sender, instrument, 0) == Limits.NONE) {
            return null;
        }
        int scale = instruments.priceScale(instrument);
        long away =
                Decimals.divide(Math.abs(price - market), scale, market, scale, FRACTION_SCALE, RoundingMode.HALF_EVEN);
        return exceeds(LimitRule.PRICE_COLLAR, 0, away, FRACTION_SCALE) ? Refusal.PRICE_COLLAR : null;
    }

    private Refusal amounts(int order, int side, long quantity, long limit, long stop, boolean isPart) {
        int currency = instruments.currency(instrument);
        boolean hasExposure =
                limits.find(LimitRule.GROSS_EXPOSURE, portfolio, sender, instrument, currency) != Limits.NONE
                        || limits.find(LimitRule.NET_EXPOSURE, portfolio, sender, instrument, currency) != Limits.NONE;
        boolean hasValue = limits.find(LimitRule.VALUE, portfolio, sender, instrument, currency) != Limits.NONE;
        if (hasExposure || hasValue) {
            long price = price(limit, stop);
            if (price == Reading.ABSENT) {
                return Refusal.NO_PRICE;
            }
            long value = value(price, quantity);
            if (exceeds(LimitRule.VALUE, currency, value, instruments.moneyScale(instrument))) {
                return Refusal.MAX_VALUE;
            }
        }
        if (isPart) {
            // It is counted with the order it is a part of.
            return null;
        }
        boolean buy = side == Side.BUY.value();
        requireRoom(order, currency, buy, quantity, limit, stop);
        Books books = state.books();
        int position = books.positions().find(portfolio, instrument);
        long held = position == Positions.NONE ? 0 : books.positions().quantity(position);
        long open = position == Positions.NONE
                ? 0
                : buy ? books.positions().openBuy(position) : books.positions().openSell(position);
        long before = order == Orders.NONE ? 0 : state.orders().leaves(order);
        long filled = order == Orders.NONE ? 0 : state.orders().filled(order);
        long worst = Math.addExact(Math.addExact(buy ? held : -held, open), quantity - filled - before);
        if (exceeds(LimitRule.POSITION, 0, worst, instruments.quantityScale(instrument))) {
            return Refusal.POSITION_LIMIT;
        }
        // What is filled already is held.
        return hasExposure ? exposure(order, currency, buy, value(price(limit, stop), quantity - filled)) : null;
    }

    /** At which an order counts. */
    private long price(long limit, long stop) {
        return limit != Reading.ABSENT ? limit : stop != Reading.ABSENT ? stop : instruments.mark(instrument);
    }

    private long value(long price, long quantity) {
        return price == Reading.ABSENT ? 0 : Math.abs(instruments.value(instrument, price, quantity));
    }

    /**
     * Sees before anything is written that what is open can be counted, also while a modify waits.
     *
     * @throws ArithmeticException when it is too much; the order is then refused as BAD_SCALE
     */
    private void requireRoom(int order, int currency, boolean buy, long quantity, long limit, long stop) {
        CashAccounts cash = state.books().cash();
        int account = cash.find(portfolio, currency);
        if (account != CashAccounts.NONE) {
            // The larger of what a modify makes of it and of what it is: an order at any price counts anew as a whole.
            long most = order == Orders.NONE
                    ? quantity
                    : Math.max(quantity, state.orders().quantity(order));
            long before = order == Orders.NONE ? 0 : state.orders().openValue(order);
            long open = buy ? cash.openBuy(account) : cash.openSell(account);
            Math.addExact(open - before, value(price(limit, stop), most));
        }
    }

    private Refusal exposure(int order, int currency, boolean buy, long value) {
        CashAccounts cash = state.books().cash();
        int account = cash.find(portfolio, currency);
        int scale = instruments.moneyScale(instrument);
        long before = order == Orders.NONE ? 0 : state.orders().openValue(order);
        long gross = value - before;
        long net = value - before;
        if (account != CashAccounts.NONE) {
            long open = Math.addExact(cash.openBuy(account), cash.openSell(account));
            gross = Math.addExact(gross, Math.addExact(cash.gross(account), open));
            long there = buy
                    ? Math.addExact(cash.net(account), cash.openBuy(account))
                    : Math.subtractExact(cash.openSell(account), cash.net(account));
            net = Math.addExact(net, there);
        }
        if (exceeds(LimitRule.GROSS_EXPOSURE, currency, gross, scale)) {
            return Refusal.GROSS_EXPOSURE;
        }
        return exceeds(LimitRule.NET_EXPOSURE, currency, net, scale) ? Refusal.NET_EXPOSURE : null;
    }

    /** Whether something is beyond the hard limit of a rule. Beyond the soft one it is noted. */
    private boolean exceeds(LimitRule rule, int currency, long measured, int scale) {
        int limit = limits.find(rule, portfolio, sender, instrument, currency);
        if (limit == Limits.NONE) {
            return false;
        }
        long hard = limits.hard(limit);
        if (hard != Reading.ABSENT && Decimals.compare(measured, scale, hard, limits.hardScale(limit)) > 0) {
            notes.refuse(rule, measured, scale, limit);
            return true;
        }
        long soft = limits.soft(limit);
        if (soft != Reading.ABSENT && Decimals.compare(measured, scale, soft, limits.softScale(limit)) > 0) {
            notes.warn(rule, measured, scale, limit);
        }
        return false;
    }

    /**
     * Whether a live order on the other side is at a price that this one reaches: one of any portfolio where a limit for all portfolios forbids it, else one of its
     * own.
     */
    private boolean crossesOwn(int order, int side, long limit) {
        Positions positions = state.books().positions();
        Orders orders = state.orders();
        boolean buy = side == Side.BUY.value();
        int ofAll = limits.find(LimitRule.SELF_TRADE, 0, sender, instrument, 0);
        boolean any = ofAll != Limits.NONE && limits.hard(ofAll) == 0;
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            if (!any && positions.portfolio(p) != portfolio) {
                continue;
            }
            for (int other = positions.firstLive(p); other != Orders.NONE; other = orders.nextLive(other)) {
                if (other == order || (orders.side(other) == Side.BUY.value()) == buy) {
                    continue;
                }
                // Until the venue has answered a modify, the order can be there at either price.
                if (reaches(buy, limit, orders.limit(other))
                        || orders.isModifyAsked(other) && reaches(buy, limit, orders.askedLimit(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reaches(boolean buy, long limit, long theirs) {
        return limit == Reading.ABSENT || theirs == Reading.ABSENT || (buy ? limit >= theirs : limit <= theirs);
    }
}
