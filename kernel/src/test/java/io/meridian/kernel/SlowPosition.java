package io.meridian.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A position worked out share by share from its trades, in cents. Slow, and plain to see. */
final class SlowPosition {
    private final String method;
    /** What each share held (or owed) cost, oldest first. Of AVERAGE only their number counts. */
    private final List<Integer> shares = new ArrayList<>();

    private boolean isShort;
    private BigInteger averageCost = BigInteger.ZERO;
    private BigInteger realised = BigInteger.ZERO;

    SlowPosition(String method) {
        this.method = method;
    }

    /** All in millionths of the currency. */
    private static BigInteger money(long cents) {
        return BigInteger.valueOf(cents).multiply(BigInteger.valueOf(10_000));
    }

    void trade(boolean buy, int quantity, int price) {
        int closing = !shares.isEmpty() && isShort == buy ? Math.min(quantity, shares.size()) : 0;
        if (closing > 0) {
            BigInteger cost = BigInteger.ZERO;
            if (method.equals("AVERAGE")) {
                cost = new BigDecimal(averageCost.multiply(BigInteger.valueOf(closing)))
                        .divide(BigDecimal.valueOf(shares.size()), 0, RoundingMode.HALF_EVEN)
                        .toBigInteger();
                averageCost = averageCost.subtract(cost);
                for (int i = 0; i < closing; i++) {
                    shares.removeFirst();
                }
            } else {
                for (int i = 0; i < closing; i++) {
                    cost = cost.add(money(shares.remove(chosen())));
                }
            }
            BigInteger value = money((long) closing * price);
            realised = realised.add(isShort ? cost.subtract(value) : value.subtract(cost));
        }
        for (int i = closing; i < quantity; i++) {
            isShort = !buy;
            shares.add(price);
            averageCost = averageCost.add(money(price));
        }
    }

    private int chosen() {
        switch (method) {
            case "LIFO" -> {
                return shares.size() - 1;
            }
            case "HIGHEST_COST" -> {
                int dearest = 0;
                for (int i = 1; i < shares.size(); i++) {
                    if (shares.get(i) > shares.get(dearest)) {
                        dearest = i;
                    }
                }
                return dearest;
            }
            default -> {
                return 0;
            }
        }
    }

    long quantity() {
        return isShort ? -shares.size() : shares.size();
    }

    long cost() {
        if (method.equals("AVERAGE")) {
            return averageCost.longValueExact();
        }
        return shares.stream().mapToLong(price -> price * 10_000L).sum();
    }

    long realised() {
        return realised.longValueExact();
    }
}
