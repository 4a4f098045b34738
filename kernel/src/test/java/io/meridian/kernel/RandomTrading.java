package io.meridian.kernel;

import io.meridian.kernel.BookReader.Holding;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.kernel.hub.Outlet;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.value.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One random way of trading through a kernel among topics, and what that kernel held at any time of it: the commands of a {@link SettlementWalk}, and
 * orders that are shared out meanwhile. For tests of whoever hears what the kernel tells.
 */
public final class RandomTrading {
    private static final List<String> PORTFOLIOS = List.of("alpha", "beta", "gamma");
    /** Between two commands that lie less apart nothing else happens. */
    private static final long ROOM_NS = 1_000;

    private final KernelOptions options = new KernelOptions(16, 1024, 1024);
    private final List<byte[]> journal = new ArrayList<>();
    private final Map<String, String> portfolios = new HashMap<>();
    private final Map<String, Integer> accepted = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final Messages messages = new Messages();
    private final Random random;
    private final KernelHub hub;
    private long firstNs = Long.MAX_VALUE;
    private long nowNs;
    private int allocations;

    /** @param out hears all that the kernel tells */
    public RandomTrading(long seed, Outlet out) {
        random = new Random(seed);
        hub = new KernelHub(
                sink -> new Kernel(options, sink),
                (buffer, offset, length) -> {
                    byte[] event = new byte[length];
                    buffer.getBytes(offset, event);
                    journal.add(event);
                },
                out);
        SettlementWalk walk = new SettlementWalk(seed);
        walk.run();
        for (Bench.Given each : walk.bench.given) {
            if (nowNs != 0 && each.timeNs() - nowNs > ROOM_NS && random.nextInt(3) == 0) {
                share();
            }
            nowNs = each.timeNs();
            firstNs = Math.min(firstNs, nowNs);
            take(each.pool(), each.message());
        }
    }

    /** When the first command was taken. */
    public long firstNs() {
        return firstNs;
    }

    /** When the last one was. */
    public long lastNs() {
        return nowNs;
    }

    /** How many commands the kernel has taken, by what they are. */
    public Map<String, Integer> accepted() {
        return accepted;
    }

    private void take(Pool pool, byte[] message) {
        UnsafeBuffer bytes = new UnsafeBuffer(message);
        String topic = topic(pool, bytes);
        long answer = topic == null
                ? hub.takeByTime(nowNs, bytes, 0, message.length)
                : hub.take(topic, nowNs, bytes, 0, message.length);
        if (answer > 0) {
            accepted.merge(Schemas.name(Schemas.idOf(bytes, 0, message.length)), 1, Integer::sum);
        }
    }

    /** Where those of a pool say such a message; null: nowhere, it is time. */
    private String topic(Pool pool, UnsafeBuffer message) {
        String portfolio = portfolio(message);
        if (portfolio != null) {
            Messages.putPortfolio(message, message.capacity(), portfolio);
        }
        return switch (pool) {
            case STRATEGY -> TopicTemplate.OMS_COMMAND.topic(portfolio);
            case OMS -> TopicTemplate.OMS_REPORT.topic(portfolio);
            case CCM, EMS -> TopicTemplate.EMS_EVENT.topic(portfolio);
            case TIME -> null;
            case DGM ->
                "platform.data."
                        + Schemas.name(Schemas.idOf(message, 0, message.capacity()))
                                .toLowerCase(Locale.ROOT) + ".X.Y";
            default -> TopicTemplate.DESK.topic("ann");
        };
    }

    private String portfolio(UnsafeBuffer message) {
        String order = switch (Schemas.idOf(message, 0, message.capacity())) {
            case NewOrderDecoder.TEMPLATE_ID -> {
                NewOrderDecoder created = new NewOrderDecoder().wrapAndApplyHeader(message, 0, header);
                portfolios.put(created.orderId(), created.portfolio());
                yield created.orderId();
            }
            case CancelOrderDecoder.TEMPLATE_ID ->
                new CancelOrderDecoder().wrapAndApplyHeader(message, 0, header).orderId();
            case OrderEventDecoder.TEMPLATE_ID ->
                new OrderEventDecoder().wrapAndApplyHeader(message, 0, header).orderId();
            case FillDecoder.TEMPLATE_ID ->
                new FillDecoder().wrapAndApplyHeader(message, 0, header).orderId();
            default -> "";
        };
        return portfolios.get(order);
    }

    /** An order is shared out, and mostly all agree. */
    private void share() {
        if (portfolios.isEmpty()) {
            return;
        }
        String order = new ArrayList<>(portfolios.keySet()).get(random.nextInt(portfolios.size()));
        String id = "a" + ++allocations;
        AllocationState end = random.nextInt(4) == 0 ? AllocationState.REJECTED : AllocationState.AFFIRMED;
        for (AllocationState state :
                new AllocationState[] {AllocationState.REQUESTED, AllocationState.CONFIRMED, end}) {
            nowNs++;
            String[] shares = state == AllocationState.REQUESTED
                    ? new String[] {"beta=1", "gamma=" + (1 + random.nextInt(3))}
                    : new String[0];
            Messages said = messages.allocation(id, order, AllocationMethod.PRO_RATA, state, shares);
            if (hub.take(TopicTemplate.DESK.topic("ann"), nowNs, said.buffer, 0, said.length()) > 0) {
                accepted.merge("Allocation " + state, 1, Integer::sum);
            }
        }
    }

    /** What the kernel held at a time, by its own journal: each number that is not 0 by what it is. */
    public Map<String, BigDecimal> heldAt(long timeNs) {
        AsOf asOf = new AsOf(new Kernel(options, (_, _, _) -> {}), timeNs);
        for (byte[] event : journal) {
            if (!asOf.offer(new UnsafeBuffer(event), 0)) {
                break;
            }
        }
        Map<String, BigDecimal> held = new TreeMap<>();
        BookReader reader = new BookReader(asOf.kernel());
        for (String portfolio : PORTFOLIOS) {
            for (BookView view : new BookView[] {BookView.TRADE_DATE, BookView.SETTLED, BookView.PERFORMANCE}) {
                for (SlowSettlement.Instrument each : SettlementWalk.INSTRUMENTS) {
                    Holding holding = reader.holding(portfolio, each.symbol(), each.venue(), view);
                    if (holding != null) {
                        String of = portfolio + " " + view + " " + each.symbol();
                        put(held, of, holding.quantity().toBigDecimal());
                        if (view == BookView.TRADE_DATE) {
                            put(
                                    held,
                                    of + " realised",
                                    holding.realised().amount().toBigDecimal());
                            put(held, of + " fees", holding.fees().amount().toBigDecimal());
                        }
                    }
                }
                for (String currency : SettlementWalk.CURRENCIES) {
                    Money cash = reader.cash(portfolio, currency, view);
                    put(
                            held,
                            portfolio + " " + view + " " + currency,
                            cash == null ? null : cash.amount().toBigDecimal());
                }
            }
        }
        return held;
    }

    /** Leaves out what is 0, so that it is the same as what was never told. */
    public static void put(Map<String, BigDecimal> held, String name, BigDecimal number) {
        if (number != null && number.signum() != 0) {
            held.put(name, number.stripTrailingZeros());
        }
    }
}
