package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.OrderTerms;
import io.meridian.sdk.WorkingOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do next so that a portfolio comes to hold what it is to hold. Orders that go the wrong way are withdrawn first, and
 * only when they are over is the rest ordered: nothing is ever ordered twice.
 *
 * @param withdraw own orders to cancel
 * @param order    null: none
 */
record Plan(List<WorkingOrder> withdraw, OrderTerms order) {
    private static final Plan NOTHING = new Plan(List.of(), null);

    /**
     * Makes a plan.
     *
     * @param held what the portfolio holds
     * @param open its open orders in the instrument, the oldest first
     */
    static Plan of(
            Wanted wanted, BigDecimal held, List<WorkingOrder> open, Market.State market, Options options, long nowNs) {
        BigDecimal lacks = wanted.quantity().subtract(held);
        Side side = lacks.signum() >= 0 ? Side.BUY : Side.SELL;
        BigDecimal limit = onTick(wanted.limitPrice(), side, market.tick());
        List<WorkingOrder> wrong = new ArrayList<>();
        BigDecimal working = BigDecimal.ZERO;
        boolean waits = false;
        for (WorkingOrder order : open) {
            working = working.add(signed(order));
            waits |= order.isWithdrawn();
            if (order.isOwn() && (signed(order).signum() != lacks.signum() || !isAt(limit, order))) {
                wrong.add(order);
            }
        }
        if (wrong.isEmpty()) {
            // Too much on the right side: the newest go first.
            BigDecimal left = working;
            for (WorkingOrder order : open.reversed()) {
                if (left.abs().compareTo(lacks.abs()) > 0 && left.signum() == lacks.signum() && order.isOwn()) {
                    wrong.add(order);
                    left = left.subtract(signed(order));
                }
            }
        }
        if (!wrong.isEmpty() || waits) {
            return wrong.isEmpty() ? NOTHING : new Plan(wrong, null);
        }
        BigDecimal rest = onLot(lacks.subtract(working), market.lot());
        if (rest.signum() == 0 || rest.signum() != lacks.signum() || isWithinBand(rest, wanted, market, options)) {
            return NOTHING;
        }
        OrderTerms terms = OrderTerms.market(
                        wanted.place().portfolio(), wanted.place().listing(), wanted.currency(), side, rest.abs())
                .of(wanted.model())
                .limit(limit);
        boolean hasTime = wanted.completeByNs() > nowNs;
        return new Plan(List.of(), hasTime ? terms.worked(Algorithm.TWAP, wanted.completeByNs()) : terms);
    }

    private static BigDecimal signed(WorkingOrder order) {
        return order.side() == Side.BUY
                ? order.exactLeaves()
                : order.exactLeaves().negate();
    }

    private static boolean isAt(BigDecimal limit, WorkingOrder order) {
        return limit == null ? Double.isNaN(order.limitPrice()) : limit.doubleValue() == order.limitPrice();
    }

    /** Never beyond the limit: a buyer's goes down to the tick, a seller's up. */
    private static BigDecimal onTick(BigDecimal limit, Side side, BigDecimal tick) {
        return limit == null || tick == null
                ? limit
                : limit.divide(tick, 0, side == Side.BUY ? RoundingMode.FLOOR : RoundingMode.CEILING)
                        .multiply(tick);
    }

    /** Never more than is lacking. */
    static BigDecimal onLot(BigDecimal quantity, BigDecimal lot) {
        return lot == null
                ? quantity
                : quantity.divide(lot, 0, RoundingMode.DOWN).multiply(lot);
    }

    private static boolean isWithinBand(BigDecimal rest, Wanted wanted, Market.State market, Options options) {
        if (wanted.quantity().signum() == 0) {
            return false;
        }
        BigDecimal least = wanted.quantity().abs().multiply(Decimal.exact(options.bandShare()));
        if (rest.abs().compareTo(least) < 0) {
            return true;
        }
        BigDecimal price = market.price();
        return price != null
                && rest.abs().multiply(price).multiply(market.multiplier()).compareTo(options.bandValue()) < 0;
    }
}
