package io.meridian.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The lots of a position, worked out from all its trades and splits one after the other, as the page on positions and lots says it. Numbers of any
 * size; rounds only where the page says so.
 */
final class SlowLots {
    static final class Lot {
        BigDecimal quantity;
        BigDecimal cost;
        final int date;

        Lot(BigDecimal quantity, BigDecimal cost, int date) {
            this.quantity = quantity;
            this.cost = cost;
            this.date = date;
        }
    }

    /** Oldest first, all above 0. */
    final List<Lot> lots = new ArrayList<>();

    boolean isShort;
    BigDecimal realised = BigDecimal.ZERO;
    private final String method;
    private final int moneyDigits;
    private final int quantityDigits;

    SlowLots(String method, int moneyDigits, int quantityDigits) {
        this.method = method;
        this.moneyDigits = moneyDigits;
        this.quantityDigits = quantityDigits;
    }

    /** A share of an amount, rounded once. */
    private BigDecimal share(BigDecimal amount, BigDecimal part, BigDecimal whole) {
        return amount.multiply(part).divide(whole, moneyDigits, RoundingMode.HALF_EVEN);
    }

    private BigDecimal size() {
        return lots.stream().map(lot -> lot.quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal quantity() {
        return isShort ? size().negate() : size();
    }

    BigDecimal cost() {
        return lots.stream().map(lot -> lot.cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    void trade(boolean buy, BigDecimal quantity, BigDecimal value, int date) {
        BigDecimal closing = !lots.isEmpty() && isShort == buy ? quantity.min(size()) : BigDecimal.ZERO;
        BigDecimal closingValue = share(value, closing, quantity);
        if (closing.signum() > 0) {
            BigDecimal cost = take(closing);
            realised = realised.add(isShort ? cost.subtract(closingValue) : closingValue.subtract(cost));
        }
        BigDecimal opening = quantity.subtract(closing);
        if (opening.signum() == 0) {
            return;
        }
        isShort = !buy;
        BigDecimal openingValue = value.subtract(closingValue);
        if (method.equals("AVERAGE") && !lots.isEmpty()) {
            lots.getLast().quantity = lots.getLast().quantity.add(opening);
            lots.getLast().cost = lots.getLast().cost.add(openingValue);
        } else {
            lots.add(new Lot(opening, openingValue, date));
        }
    }

    /** @return what it cost */
    private BigDecimal take(BigDecimal quantity) {
        BigDecimal left = quantity;
        BigDecimal taken = BigDecimal.ZERO;
        while (left.signum() > 0) {
            Lot lot = chosen();
            BigDecimal part = left.min(lot.quantity);
            BigDecimal cost = share(lot.cost, part, lot.quantity);
            taken = taken.add(cost);
            left = left.subtract(part);
            lot.quantity = lot.quantity.subtract(part);
            lot.cost = lot.cost.subtract(cost);
            lots.removeIf(each -> each.quantity.signum() == 0);
        }
        return taken;
    }

    private Lot chosen() {
        if (method.equals("LIFO")) {
            return lots.getLast();
        }
        Lot chosen = lots.getFirst();
        for (Lot lot : lots) {
            boolean dearer = lot.cost.multiply(chosen.quantity).compareTo(chosen.cost.multiply(lot.quantity)) > 0;
            if (method.equals("HIGHEST_COST") && dearer) {
                chosen = lot;
            }
        }
        return chosen;
    }

    /** So much is left of a quantity after a split: whole units, towards zero. */
    static BigDecimal split(BigDecimal quantity, int newShares, int oldShares, int digits) {
        return quantity.multiply(BigDecimal.valueOf(newShares))
                .divide(BigDecimal.valueOf(oldShares), digits, RoundingMode.DOWN);
    }

    void split(int newShares, int oldShares) {
        if (lots.isEmpty()) {
            return;
        }
        BigDecimal rest = split(size(), newShares, oldShares, quantityDigits);
        for (Lot lot : lots.subList(0, lots.size() - 1)) {
            lot.quantity = split(lot.quantity, newShares, oldShares, quantityDigits);
            rest = rest.subtract(lot.quantity);
        }
        lots.getLast().quantity = rest;
        // The cost of lots of which nothing is left goes to the next newer one that is left, else to the newest.
        BigDecimal homeless = BigDecimal.ZERO;
        List<Lot> left = new ArrayList<>();
        for (Lot lot : lots) {
            if (lot.quantity.signum() == 0) {
                homeless = homeless.add(lot.cost);
            } else {
                lot.cost = lot.cost.add(homeless);
                homeless = BigDecimal.ZERO;
                left.add(lot);
            }
        }
        if (left.isEmpty()) {
            // The position is gone: what was paid for it is lost, what was got for it is won.
            realised = isShort ? realised.add(homeless) : realised.subtract(homeless);
        } else {
            left.getLast().cost = left.getLast().cost.add(homeless);
        }
        lots.clear();
        lots.addAll(left);
    }
}
