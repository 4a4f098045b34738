package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Listing;
import io.meridian.sdk.WorkingOrder;
import java.math.BigDecimal;
import java.util.List;

/**
 * Holds an order against the rules of the firm, one method for each. The first that does not pass it decides.
 */
final class Policy {
    private final Options options;
    private final Market market;
    private final List<Rule> rules = List.of(
            at -> quantity(at.order),
            at -> allowed(at.order, at.listing),
            at -> restricted(at.order, at.listing, at.held, at.open),
            at -> shortSale(at.order, at.listing, at.held, at.open),
            at -> volume(at.order, at.listing),
            at -> closed(at.listing),
            at -> value(at.order, at.listing));

    /** What a rule looks at. */
    private record Look(WorkingOrder order, Listing listing, BigDecimal held, List<WorkingOrder> open) {}

    private interface Rule {
        Finding look(Look at);
    }

    Policy(Options options, Market market) {
        this.options = options;
        this.market = market;
    }

    /**
     * What it says of an order.
     *
     * @param held what its portfolio holds of the instrument
     * @param open the portfolio's open orders in it, this one with them
     */
    Finding look(WorkingOrder order, BigDecimal held, List<WorkingOrder> open) {
        Look at = new Look(order, new Listing(order.venue(), order.symbol()), held, open);
        for (Rule rule : rules) {
            Finding finding = rule.look(at);
            if (finding.verdict() != Finding.Verdict.PASS) {
                return finding;
            }
        }
        return Finding.PASS;
    }

    private static Finding quantity(WorkingOrder order) {
        return order.quantity() > 0
                ? Finding.PASS
                : Finding.refuse(
                        "The quantity " + plain(order.quantity()) + " is not above 0. Send how much to trade.");
    }

    private Finding allowed(WorkingOrder order, Listing listing) {
        return options.isAllowed(order.portfolio(), listing)
                ? Finding.PASS
                : Finding.refuse("Portfolio " + order.portfolio() + " may not trade " + name(listing)
                        + ". Have compliance add it to the setting allowed.");
    }

    private Finding restricted(WorkingOrder order, Listing listing, BigDecimal held, List<WorkingOrder> open) {
        boolean restricted = options.isRestricted(listing);
        return !restricted || leftAfter(order, held, open).signum() >= 0
                ? Finding.PASS
                : Finding.refuse(name(listing) + " is restricted: positions may only be reduced, and "
                        + held.toPlainString() + " is held. Send a smaller order, or ask compliance to lift it.");
    }

    private Finding shortSale(WorkingOrder order, Listing listing, BigDecimal held, List<WorkingOrder> open) {
        boolean covered = order.side() == Side.BUY
                || order.side() == Side.SELL && leftAfter(order, held, open).signum() >= 0;
        return covered || options.maySellShort(order.portfolio())
                ? Finding.PASS
                : Finding.refuse("Portfolio " + order.portfolio() + " may not sell short, and holds "
                        + held.toPlainString() + " of " + name(listing)
                        + ", open sales not taken off. Sell less, or have"
                        + " compliance add it to the setting shortSellers.");
    }

    /** What is left of the position on the other side when this order, and all on its side, are filled; below 0: it turns. */
    private static BigDecimal leftAfter(WorkingOrder order, BigDecimal held, List<WorkingOrder> open) {
        boolean buys = order.side() == Side.BUY;
        BigDecimal left = buys ? held.negate() : held;
        for (WorkingOrder other : open) {
            if (other.id().equals(order.id()) || (other.side() == Side.BUY) != buys) {
                continue;
            }
            left = left.subtract(other.exactLeaves());
        }
        return left.subtract(order.exactLeaves());
    }

    private Finding volume(WorkingOrder order, Listing listing) {
        if (options.maxVolumeShare() == 0) {
            return Finding.PASS;
        }
        double volume = market.volume(listing, options.volumeWindow().toNanos());
        if (Double.isNaN(volume)) {
            return Finding.waits("The volume of " + name(listing) + " is not known yet; the order waits for a bar.");
        }
        double most = options.maxVolumeShare() * volume;
        return order.quantity() <= most
                ? Finding.PASS
                : Finding.refuse("The quantity " + plain(order.quantity()) + " is more than " + plain(Math.floor(most))
                        + ", the greatest part of the average volume of " + name(listing)
                        + " that is allowed. Send smaller orders over a longer time.");
    }

    private Finding closed(Listing listing) {
        MarketPhase phase = market.of(listing).phase();
        boolean closed = phase == MarketPhase.CLOSED || phase == MarketPhase.HALTED || phase == MarketPhase.POST_CLOSE;
        if (!closed) {
            return Finding.PASS;
        }
        return switch (options.whenClosed()) {
            case PASS -> Finding.PASS;
            case WAIT -> Finding.waits(name(listing) + " is " + phase + "; the order waits until it is traded.");
            case REFUSE -> Finding.refuse(name(listing) + " is " + phase + ". Send the order when it is traded.");
        };
    }

    private Finding value(WorkingOrder order, Listing listing) {
        if (options.approvalValue().signum() == 0) {
            return Finding.PASS;
        }
        Market.State state = market.of(listing);
        BigDecimal price = Double.isNaN(order.limitPrice()) ? state.price() : BigDecimal.valueOf(order.limitPrice());
        if (price == null) {
            return Finding.waits("The price of " + name(listing) + " is not known yet; the order waits for a quote.");
        }
        BigDecimal value = price.multiply(BigDecimal.valueOf(order.quantity())).multiply(state.multiplier());
        return value.compareTo(options.approvalValue()) <= 0
                ? Finding.PASS
                : Finding.asks("Its value of " + value.stripTrailingZeros().toPlainString() + " is above "
                        + options.approvalValue().toPlainString() + "; a person must approve or reject it.");
    }

    private static String name(Listing listing) {
        return listing.venue() + "." + listing.symbol();
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
