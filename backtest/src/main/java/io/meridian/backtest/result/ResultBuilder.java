package io.meridian.backtest.result;

import io.meridian.backtest.result.BacktestResult.Orders;
import io.meridian.backtest.result.BacktestResult.Trading;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link BacktestResult} of what a runner tells it, in order of time, on one thread. Prices and values allocate nothing but growing
 * arrays; fills allocate. However long the run, it keeps about 20,000 points of value, 2,000 of each price, and the first 100,000 fills and round
 * trips; counts, sums, means and the deepest drawdown are of all.
 */
public final class ResultBuilder {
    static final int EQUITY_POINTS = 20_000;
    static final int PRICE_POINTS = 2_000;
    static final int MOST_FILLS = 100_000;
    static final int MOST_PRICE_SERIES = 20;

    private final RunFacts facts;
    private final long beginNs;
    private final EquityWatch equity;
    private final Trips trips = new Trips(MOST_FILLS);
    private final Refusals refusals = new Refusals();
    private final Map<String, Map<String, Integer>> byVenue = new HashMap<>();
    private final List<TradedLine> lines = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private long fills;
    private long sent;
    private long cancelled;
    private BigDecimal bought = BigDecimal.ZERO;
    private BigDecimal sold = BigDecimal.ZERO;
    private BigDecimal fees = BigDecimal.ZERO;
    private BigDecimal slippage = BigDecimal.ZERO;
    private long slippageFills;
    private BigDecimal slippageTraded = BigDecimal.ZERO;

    /** The first point of value is the opening cash at {@code beginNs}. */
    public ResultBuilder(RunFacts facts, long beginNs) {
        this.facts = facts;
        this.beginNs = beginNs;
        this.equity = new EquityWatch(beginNs, facts.openingCash().toDouble(), EQUITY_POINTS);
    }

    /** The number by which prices and fills name an instrument: the same for the same venue and symbol. */
    public int instrument(String venue, String symbol) {
        return byVenue.computeIfAbsent(venue, _ -> new HashMap<>()).computeIfAbsent(symbol, _ -> {
            lines.add(new TradedLine(venue, symbol, PRICE_POINTS, trips));
            return lines.size() - 1;
        });
    }

    /** A price for which an instrument could be valued. */
    public void onPrice(int instrument, long timeNs, double price) {
        ThinSeries prices = lines.get(instrument).prices;
        prices.set(prices.at(timeNs), 0, price);
    }

    /** What the portfolio was worth; the value of its holdings as in {@link EquitySeries}. */
    public void onNav(long timeNs, double netAssetValue, double cash, double gross, double net) {
        equity.on(timeNs, netAssetValue, cash, gross, net);
    }

    public void onOrderSent() {
        sent++;
    }

    /**
     * @param code     the same for all orders that were refused for one reason
     * @param sentence what was said of this one
     */
    public void onOrderRefused(long timeNs, String code, String sentence) {
        refusals.add(timeNs, code, sentence);
    }

    public void onOrderCancelled() {
        cancelled++;
    }

    /**
     * A fill of the portfolio.
     *
     * @param side          to buy or to sell, short or not
     * @param quantity      above zero
     * @param fee           in the currency of the run
     * @param decisionPrice the middle of the market when the order was decided; null when unknown
     */
    public void onFill(
            int instrument,
            long timeNs,
            String orderId,
            Side side,
            Decimal quantity,
            Decimal price,
            Decimal fee,
            Decimal decisionPrice) {
        if (quantity.signum() <= 0 || side == Side.NULL_VAL) {
            throw new IllegalArgumentException("A fill needs a side and a quantity above zero: order=" + orderId
                    + " side=" + side + " quantity=" + quantity);
        }
        TradedLine line = lines.get(instrument);
        BigDecimal amount = quantity.toBigDecimal();
        BigDecimal signed = side == Side.BUY ? amount : amount.negate();
        BigDecimal value = amount.multiply(price.toBigDecimal().abs());
        if (side == Side.BUY) {
            bought = bought.add(value);
        } else {
            sold = sold.add(value);
        }
        fills++;
        fees = fees.add(fee.toBigDecimal());
        if (decisionPrice != null) {
            slippageFills++;
            slippageTraded = slippageTraded.add(value);
            slippage = slippage.add(signed.multiply(price.toBigDecimal().subtract(decisionPrice.toBigDecimal())));
        }
        BigDecimal realised = line.fill(timeNs, signed, price.toBigDecimal(), fee.toBigDecimal());
        if (executions.size() < MOST_FILLS) {
            executions.add(new Execution(
                    timeNs, orderId, line.venue, line.symbol, side, quantity, price, fee, decisionPrice, realised));
        }
    }

    /**
     * @param events that were played
     * @param bars   among them
     * @param wallNs how long it took
     */
    public BacktestResult build(long endNs, long events, long bars, long wallNs) {
        return new BacktestResult(
                facts,
                beginNs,
                endNs,
                events,
                bars,
                wallNs,
                equity.series(),
                equity.drawdown(),
                equity.exposure(endNs),
                new Orders(sent, refusals.count(), cancelled, refusals.byCount()),
                new Trading(
                        fills,
                        List.copyOf(executions),
                        trips.kept(),
                        bought,
                        sold,
                        fees,
                        slippage,
                        slippageFills,
                        slippageTraded,
                        trips.tally()),
                lines.stream()
                        .filter(line -> line.traded.signum() > 0)
                        .sorted(Comparator.comparing((TradedLine line) -> line.traded)
                                .reversed())
                        .limit(MOST_PRICE_SERIES)
                        .map(TradedLine::series)
                        .toList(),
                lines.stream()
                        .filter(TradedLine::isOpen)
                        .map(TradedLine::position)
                        .toList());
    }
}
