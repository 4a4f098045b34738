package io.meridian.plugins.bor;

import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sdk.BookKeeper;
import io.meridian.sdk.Health;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Setting;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Allocation;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.BookWriter;
import io.meridian.sdk.event.Cash;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Position;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keeps what every portfolio holds, has and is worth, from fills and the market; and says where the kernel has another number. */
@MeridianPlugin(
        id = "bor",
        description = "Positions, cash and net asset value of every portfolio, compared with the kernel's",
        pool = Pool.BOR,
        subscribes = {BookOfRecord.EVENTS, "platform.data.quote.*.*", "platform.data.trade.*.*", "platform.data.bar.*.*"
        },
        replays = BookOfRecord.EVENTS,
        publishes = {"platform.bor.position.*", "platform.bor.cash.*", "platform.bor.nav.*"},
        settings = BookOfRecord.Options.class,
        state = StatePolicy.SNAPSHOT)
public final class BookOfRecord extends BookKeeper {
    static final String EVENTS = "platform.oms.event.*";

    private static final long TOLERATED_NS = 5_000_000_000L;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Map<String, Portfolio> portfolios = new LinkedHashMap<>();
    private final Set<Holding> busted = new LinkedHashSet<>();
    /** Portfolios that gave or got shares of an order without a trade: the kernel's next word on each stands. */
    private final Set<String> shared = new LinkedHashSet<>();

    private String breaks = "";
    private boolean watches;
    private Duration interval;

    /** How often it speaks. */
    public record Options(
            @Setting(value = "1s", doc = "Prices that change what a portfolio is worth are told at most so often.")
            Duration interval) {}

    @Override
    public void onStart() {
        onSettings();
        subscribe(EVENTS, SubscribeOptions.DEFAULT.name("fills").earliest(true));
        subscribeDeclared();
        watch();
    }

    @Override
    public void onSettings() {
        interval = settings(Options.class).interval();
    }

    /** There is something to tell, or to compare, once the interval is over. */
    private void watch() {
        if (!watches) {
            watches = true;
            after("tell", interval);
        }
    }

    @Override
    public void onTimer(Timer timer) {
        watches = false;
        tell();
    }

    @Override
    public Health health() {
        return breaks.isEmpty() ? Health.HEALTHY : Health.degraded(breaks);
    }

    private Portfolio portfolio(String name) {
        return portfolios.computeIfAbsent(name, Portfolio::new);
    }

    // What the kernel says.

    @Override
    public void onFill(Fill fill) {
        Portfolio portfolio = portfolio(fill.portfolio());
        Holding holding = portfolio.holding(fill.venue(), fill.symbol(), fill.currency());
        if (fill.kind() == FillKind.CANCEL) {
            busted.add(holding);
            return;
        }
        if (!isNew(fill)) {
            return;
        }
        BigDecimal quantity = Decimal.read(fill.decoder().quantity()).toBigDecimal();
        long fee = fill.decoder().fee().mantissa();
        holding.traded(
                fill.side() == Side.BUY ? quantity : quantity.negate(),
                Decimal.read(fill.decoder().price()).toBigDecimal(),
                Decimals.isAbsent(fee)
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(fee, fill.decoder().fee().scale()));
        portfolio.traded(holding);
        tellPosition(portfolio, holding);
    }

    @Override
    public void onAllocation(Allocation allocation) {
        if (allocation.state() == AllocationState.AFFIRMED) {
            String topic = allocation.message().topic();
            shared.add(topic.substring(topic.lastIndexOf('.') + 1));
        }
    }

    @Override
    public void onPosition(Position position) {
        if (position.view() != BookView.TRADE_DATE) {
            return;
        }
        Portfolio portfolio = portfolio(position.portfolio());
        Holding holding = portfolio.holding(position.venue(), position.symbol(), position.currency());
        Decimal average = Decimal.readOr(position.decoder().averagePrice(), null);
        holding.heard(
                Decimal.read(position.decoder().quantity()).toBigDecimal(),
                average == null ? null : average.toBigDecimal(),
                BigDecimal.valueOf(
                        position.decoder().realisedGain().mantissa(),
                        position.decoder().realisedGain().scale()),
                busted.remove(holding) | shared.remove(portfolio.name));
        portfolio.changed(holding);
        watch();
    }

    @Override
    public void onCash(Cash cash) {
        if (cash.view() == BookView.TRADE_DATE) {
            Portfolio portfolio = portfolio(cash.portfolio());
            boolean isAwaited = portfolio.cash(
                    cash.decoder().balance().currency(),
                    BigDecimal.valueOf(
                            cash.decoder().balance().mantissa(),
                            cash.decoder().balance().scale()));
            String currency = cash.decoder().balance().currency();
            if (cash.isHistorical()) {
                // Nothing can be said of the past while it is heard; it is told with the next look.
                portfolio.untoldCash.put(currency, new Portfolio.Cash(cash.balance(), cash.reserved()));
            } else {
                if (isAwaited) {
                    tellValues(portfolio);
                }
                portfolio.untoldCash.remove(currency);
                cash(cash.portfolio(), currency, cash.balance(), cash.reserved());
            }
            watch();
        }
    }

    // The market.

    @Override
    public void onQuote(Quote quote) {
        if (Decimals.isAbsent(quote.decoder().bidPrice().mantissa())
                || Decimals.isAbsent(quote.decoder().askPrice().mantissa())) {
            return;
        }
        String venue = quote.venue();
        String symbol = quote.symbol();
        for (Portfolio portfolio : portfolios.values()) {
            Holding holding = portfolio.find(venue, symbol);
            if (holding != null && holding.quantity().signum() != 0) {
                BigDecimal bid = Decimal.read(quote.decoder().bidPrice()).toBigDecimal();
                BigDecimal ask = Decimal.read(quote.decoder().askPrice()).toBigDecimal();
                marked(portfolio, holding, bid.add(ask).divide(TWO));
            }
        }
    }

    @Override
    public void onTrade(Trade trade) {
        marked(trade.venue(), trade.symbol(), trade.decoder().price());
    }

    @Override
    public void onBar(Bar bar) {
        marked(bar.venue(), bar.symbol(), bar.decoder().closePrice());
    }

    private void marked(String venue, String symbol, DecimalDecoder price) {
        for (Portfolio portfolio : portfolios.values()) {
            Holding holding = portfolio.find(venue, symbol);
            if (holding != null && holding.quantity().signum() != 0) {
                marked(portfolio, holding, Decimal.read(price).toBigDecimal());
            }
        }
    }

    private void marked(Portfolio portfolio, Holding holding, BigDecimal price) {
        if (holding.mark(price)) {
            portfolio.changed(holding);
            watch();
        }
    }

    // What it says.

    private void tell() {
        for (Portfolio portfolio : portfolios.values()) {
            for (Holding holding : portfolio.takeChanged()) {
                tellPosition(portfolio, holding);
            }
            portfolio.untoldCash.forEach(
                    (currency, cash) -> cash(portfolio.name, currency, cash.balance(), cash.reserved()));
            portfolio.untoldCash.clear();
            tellValues(portfolio);
        }
        compare();
    }

    private void tellPosition(Portfolio portfolio, Holding holding) {
        position(new BookWriter.PositionValues(
                portfolio.name,
                holding.venue,
                holding.symbol,
                holding.currency,
                holding.quantity(),
                holding.averagePrice(),
                holding.mark(),
                holding.realised(),
                holding.unrealised(),
                holding.fees()));
    }

    private void tellValues(Portfolio portfolio) {
        portfolio.takeValues().forEach(this::netAssetValue);
    }

    /** Where the kernel holds another quantity, and has for longer than messages take. */
    private void compare() {
        long nowNs = clock().nanoTime();
        int count = 0;
        boolean differs = false;
        StringBuilder text = new StringBuilder();
        for (Portfolio portfolio : portfolios.values()) {
            for (Holding holding : portfolio.holdings()) {
                long since = holding.differsSince(nowNs);
                differs |= since != 0;
                if (since != 0 && nowNs - since >= TOLERATED_NS) {
                    count++;
                    if (text.length() < 200) {
                        text.append(portfolio.name).append(' ').append(holding.symbol);
                        text.append(": ")
                                .append(holding.quantity().toPlainString())
                                .append(" by fills, ");
                        text.append(holding.kernelQuantity().toPlainString()).append(" by the kernel. ");
                    }
                }
            }
        }
        if (differs) {
            watch();
        }
        figure("breaks", count);
        breaks = count == 0 ? "" : "Look at the fills of " + text.toString().strip();
    }

    // What outlives a crash.

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeInt(portfolios.size());
        for (Portfolio portfolio : portfolios.values()) {
            portfolio.save(out);
        }
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            Portfolio portfolio = Portfolio.load(in);
            portfolios.put(portfolio.name, portfolio);
        }
    }
}
