package io.meridian.plugins.bor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a portfolio holds of one instrument: made of its fills, at average cost. Exact, but for the average itself. */
final class Holding {
    private static final MathContext AVERAGE = new MathContext(24, RoundingMode.HALF_EVEN);
    private static final int MONEY_SCALE = 6;
    private static final int PRICE_SCALE = 8;

    final String venue;
    final String symbol;
    final String currency;
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal realised = BigDecimal.ZERO;
    private BigDecimal fees = BigDecimal.ZERO;
    private BigDecimal mark;
    /** What the kernel last said that is held; null while it has said nothing. */
    private BigDecimal kernelQuantity;

    private long differsSinceNs;

    Holding(String venue, String symbol, String currency) {
        this.venue = venue;
        this.symbol = symbol;
        this.currency = currency;
    }

    BigDecimal quantity() {
        return quantity;
    }

    BigDecimal realised() {
        return realised.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
    }

    BigDecimal fees() {
        return fees;
    }

    BigDecimal mark() {
        return mark;
    }

    /** @return whether it is another than before */
    boolean mark(BigDecimal price) {
        boolean changed = mark == null || mark.compareTo(price) != 0;
        mark = price;
        return changed && quantity.signum() != 0;
    }

    /** Null when flat. */
    BigDecimal averagePrice() {
        return quantity.signum() == 0 ? null : cost.divide(quantity, PRICE_SCALE, RoundingMode.HALF_EVEN);
    }

    /** At the market; at cost while no price is known. */
    BigDecimal value() {
        return (mark == null ? cost : quantity.multiply(mark)).setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
    }

    BigDecimal unrealised() {
        return value().subtract(cost).setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
    }

    /** A trade. @param signed negative sells */
    void traded(BigDecimal signed, BigDecimal price, BigDecimal fee) {
        fees = fees.add(fee);
        BigDecimal left = signed;
        if (quantity.signum() * signed.signum() < 0) {
            BigDecimal closed = signed.abs().min(quantity.abs());
            BigDecimal part = closed.compareTo(quantity.abs()) == 0
                    ? cost
                    : cost.multiply(closed).divide(quantity.abs(), AVERAGE);
            BigDecimal proceeds = closed.multiply(price);
            realised = realised.add(
                    quantity.signum() > 0
                            ? proceeds.subtract(part)
                            : part.negate().subtract(proceeds));
            cost = cost.subtract(part);
            BigDecimal change = signed.signum() > 0 ? closed : closed.negate();
            quantity = quantity.add(change);
            left = signed.subtract(change);
        }
        quantity = quantity.add(left);
        cost = quantity.signum() == 0 ? BigDecimal.ZERO : cost.add(left.multiply(price));
        if (mark == null) {
            mark = price;
        }
    }

    /** A trade that does not count any more: what the kernel says next stands in its place. */
    void busted() {
        kernelQuantity = null;
    }

    /** What the kernel says. After a bust it is taken over, since an average cannot be taken apart. */
    void heard(BigDecimal quantityNow, BigDecimal averageNow, BigDecimal realisedNow, boolean takeOver) {
        kernelQuantity = quantityNow;
        if (takeOver) {
            quantity = quantityNow;
            cost = averageNow == null ? BigDecimal.ZERO : quantityNow.multiply(averageNow);
            realised = realisedNow;
        }
    }

    /** Since when it is another quantity than the kernel's; 0 when it is the same. */
    long differsSince(long nowNs) {
        boolean same = kernelQuantity == null || kernelQuantity.compareTo(quantity) == 0;
        differsSinceNs = same ? 0 : differsSinceNs == 0 ? nowNs : differsSinceNs;
        return differsSinceNs;
    }

    BigDecimal kernelQuantity() {
        return kernelQuantity;
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(venue);
        out.writeUTF(symbol);
        out.writeUTF(currency);
        for (BigDecimal number : new BigDecimal[] {quantity, cost, realised, fees}) {
            out.writeUTF(number.toString());
        }
        out.writeUTF(mark == null ? "" : mark.toString());
        out.writeUTF(kernelQuantity == null ? "" : kernelQuantity.toString());
    }

    static Holding load(DataInput in) throws IOException {
        Holding holding = new Holding(in.readUTF(), in.readUTF(), in.readUTF());
        holding.quantity = new BigDecimal(in.readUTF());
        holding.cost = new BigDecimal(in.readUTF());
        holding.realised = new BigDecimal(in.readUTF());
        holding.fees = new BigDecimal(in.readUTF());
        holding.mark = orNull(in.readUTF());
        holding.kernelQuantity = orNull(in.readUTF());
        return holding;
    }

    private static BigDecimal orNull(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
