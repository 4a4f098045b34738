package io.meridian.kernel;

import io.meridian.kernel.state.Instruments;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.TimeInForce;

/** What makes the economic fields of an order right, whether it is new or modified. */
final class OrderTerms {
    private final Instruments instruments;

    OrderTerms(Instruments instruments) {
        this.instruments = instruments;
    }

    Refusal check(
            int instrument,
            int type,
            int force,
            int flags,
            long quantity,
            long limit,
            long stop,
            long display,
            long expireAt,
            long now) {
        if (quantity == Reading.BAD || limit == Reading.BAD || stop == Reading.BAD || display == Reading.BAD) {
            return Refusal.BAD_SCALE;
        }
        if (!isQuantity(instrument, quantity)) {
            return Refusal.BAD_QUANTITY;
        }
        boolean hasLimit = type == OrderType.LIMIT.value() || type == OrderType.STOP_LIMIT.value();
        boolean hasStop = type == OrderType.STOP.value() || type == OrderType.STOP_LIMIT.value();
        if (!isPrice(instrument, hasLimit, limit) || !isPrice(instrument, hasStop, stop)) {
            return Refusal.BAD_PRICE;
        }
        if (Reading.isPresent(display) && (display <= 0 || display > quantity)) {
            return Refusal.BAD_DISPLAY;
        }
        boolean expires = force == TimeInForce.GOOD_TILL_TIME.value();
        if (expires != (expireAt != 0) || expires && expireAt <= now) {
            return Refusal.BAD_EXPIRY;
        }
        if ((flags & 1) != 0 && (type != OrderType.LIMIT.value() || isImmediate(force))) {
            return Refusal.BAD_FLAGS;
        }
        long price = hasLimit ? limit : hasStop ? stop : instruments.mark(instrument);
        // One of more than can be counted throws, and the order is refused as BAD_SCALE.
        long value = Reading.isPresent(price) ? instruments.value(instrument, price, quantity) : 0;
        return hasLimit && value < instruments.minValue(instrument) ? Refusal.BELOW_MINIMUM : null;
    }

    private static boolean isImmediate(int force) {
        return force == TimeInForce.IMMEDIATE_OR_CANCEL.value() || force == TimeInForce.FILL_OR_KILL.value();
    }

    private boolean isQuantity(int instrument, long quantity) {
        long lot = instruments.lot(instrument);
        long most = instruments.maxQuantity(instrument);
        return quantity > 0
                && (lot == 0 || quantity % lot == 0)
                && quantity >= instruments.minQuantity(instrument)
                && (most == 0 || quantity <= most);
    }

    private boolean isPrice(int instrument, boolean wanted, long price) {
        if (!wanted) {
            return price == Reading.ABSENT;
        }
        long tick = instruments.tick(instrument);
        return price > 0 && (tick == 0 || price % tick == 0);
    }
}
