package io.meridian.backtest.run;

import io.meridian.backtest.engine.Backtest;
import io.meridian.backtest.engine.RunListener;
import io.meridian.backtest.engine.Tape;
import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.ResultBuilder;
import io.meridian.backtest.result.RunFacts;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;
import java.util.HashMap;
import java.util.Map;

/** Makes a result of what it hears. What plugins log, and progress, is of no concern to it. */
public class ResultRecorder implements RunListener {
    /** Of so many instruments every price is kept; of more only from their first order on, since a chart needs room. */
    private static final int ALL_PRICES_OF = 200;

    private final RunFacts facts;
    private final Map<String, Decimal> decided = new HashMap<>();
    private final Map<String, Map<String, Line>> lines = new HashMap<>();
    private final long beganNs = System.nanoTime();
    private ResultBuilder builder;

    private static final class Line {
        final int number;
        double price = Double.NaN;
        boolean charted;

        Line(int number, boolean charted) {
            this.number = number;
            this.charted = charted;
        }
    }

    public ResultRecorder(RunFacts facts) {
        this.facts = facts;
    }

    @Override
    public void onBegin(long beginNs) {
        builder = new ResultBuilder(facts, beginNs);
    }

    private Line line(String venue, String symbol) {
        Map<String, Line> bySymbol = lines.computeIfAbsent(venue, any -> new HashMap<>());
        Line line = bySymbol.get(symbol);
        if (line == null) {
            line = new Line(builder.instrument(venue, symbol), lines.size() == 1 && bySymbol.size() < ALL_PRICES_OF);
            bySymbol.put(symbol, line);
        }
        return line;
    }

    @Override
    public void onPrice(Tape.Listed of, long timeNs, double price) {
        Line line = line(of.venue(), of.symbol());
        line.price = price;
        if (line.charted) {
            builder.onPrice(line.number, timeNs, price);
        }
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        String id = event.orderId();
        if (!event.parentId().isEmpty()) {
            return;
        }
        if (!decided.containsKey(id)) {
            Line line = line(event.venue(), event.symbol());
            line.charted = true;
            decided.put(id, Double.isNaN(line.price) ? null : Decimal.of(Decimal.exact(line.price)));
            builder.onOrderSent();
        }
        switch (event.state()) {
            case REJECTED, COMPLIANCE_REJECTED ->
                builder.onOrderRefused(event.tsEvent(), code(event.reason()), event.reason());
            case CANCELLED -> {
                if (event.cause() != OrderCause.CANCEL_REFUSED) {
                    builder.onOrderCancelled();
                }
            }
            default -> {
                // It goes on, or its fills say how it ended.
            }
        }
    }

    /** The same for all refusals of one kind: the sentence without its numbers. */
    private static String code(String reason) {
        return reason.replaceAll("[-+]?[0-9][0-9.,]*", "#");
    }

    @Override
    public void onFill(Fill fill) {
        if (fill.kind() != FillKind.NEW) {
            return;
        }
        long fee = fill.decoder().fee().mantissa();
        builder.onFill(
                line(fill.venue(), fill.symbol()).number,
                fill.tsEvent(),
                fill.orderId(),
                fill.side() == Side.BUY ? Side.BUY : Side.SELL,
                Decimal.read(fill.decoder().quantity()),
                Decimal.read(fill.decoder().price()),
                Decimals.isAbsent(fee)
                        ? Decimal.ZERO
                        : new Decimal(fee, fill.decoder().fee().scale()),
                decided.get(fill.orderId()));
    }

    @Override
    public void onValue(long timeNs, double cash, double gross, double net) {
        builder.onNav(timeNs, cash + net, cash, gross, net);
    }

    /** The result of a run that is over. */
    public BacktestResult result(Backtest.Outcome outcome) {
        return builder.build(outcome.endNs(), outcome.messages(), outcome.bars(), System.nanoTime() - beganNs);
    }
}
