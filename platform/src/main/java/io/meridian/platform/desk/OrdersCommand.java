package io.meridian.platform.desk;

import io.meridian.bus.Bus;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.delivery.StartAt;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.stack.StackBus;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian desk orders}. */
@Command(
        name = "orders",
        description = "Lists orders with their ids, as the kernel last told of them; the latest last.",
        footer = {"", "  meridian desk orders --open", "  meridian desk orders --portfolio hello --last 0 --json"})
final class OrdersCommand implements Callable<Integer> {
    /** All that was kept has come when nothing comes for so long, or what comes is newer than the question. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int AT_ONCE = 1_000;
    private static final String ROW = "%-8s  %-20s  %-12s  %-5s %10s %10s %12s  %-20s  %s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StackBus stack = new StackBus();

    @Option(names = "--portfolio", paramLabel = "NAME", description = "Only those of this portfolio.")
    private String portfolio;

    @Option(names = "--open", description = "Only those that can still trade.")
    private boolean open;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "At most so many, the latest; 0: all. Default: ${DEFAULT-VALUE}.")
    private int last = 20;

    @Option(names = "--json", description = "One JSON object an order and line.")
    private boolean json;

    @Override
    public Integer call() {
        if (portfolio != null && !TopicTemplate.isSegment(portfolio)) {
            throw CommandException.wrongUse("--portfolio=" + portfolio + " must be letters, digits, '_' or '-'.");
        }
        if (last < 0) {
            throw CommandException.wrongUse("--last=" + last + " must not be below 0.");
        }
        TradedOrders orders = new TradedOrders();
        StopSignal stop = StopSignal.install();
        long openedNs = System.nanoTime();
        try (Bus bus = stack.connect()) {
            // A broker that took long to answer takes as long to send the first message.
            read(bus, orders, Math.max(QUIET_NS, System.nanoTime() - openedNs), stop);
        }
        if (stop.isStopped()) {
            return 1;
        }
        List<TradedOrders.Line> lines =
                orders.lines().stream().filter(line -> !open || line.isOpen()).toList();
        show(
                spec.commandLine().getOut(),
                last == 0 ? lines : lines.subList(Math.max(0, lines.size() - last), lines.size()));
        return 0;
    }

    private void read(Bus bus, TradedOrders orders, long firstNs, StopSignal stop) {
        long askedNs = DeskLine.now();
        String events =
                portfolio == null ? TopicTemplate.OMS_EVENT.pattern() : TopicTemplate.OMS_EVENT.topic(portfolio);
        try (Subscription subscription =
                bus.subscribe(SubscriptionSpec.durable(events).from(StartAt.EARLIEST), orders)) {
            long heardNs = System.nanoTime();
            long quietNs = firstNs;
            while (orders.heardUntilNs() < askedNs && System.nanoTime() - heardNs < quietNs && !stop.isStopped()) {
                if (subscription.poll(AT_ONCE) > 0) {
                    heardNs = System.nanoTime();
                    quietNs = QUIET_NS;
                } else {
                    LockSupport.parkNanos(REST_NS);
                }
            }
        }
    }

    private void show(PrintWriter out, List<TradedOrders.Line> lines) {
        if (!json) {
            out.println(
                    lines.isEmpty()
                            ? "No order."
                            : ROW.formatted(
                                            "time",
                                            "instrument",
                                            "portfolio",
                                            "side",
                                            "quantity",
                                            "filled",
                                            "price",
                                            "state",
                                            "id")
                                    .stripTrailing());
        }
        for (TradedOrders.Line line : lines) {
            out.println(json ? Json.of(fields(line)) : row(line));
        }
        out.flush();
    }

    private static String row(TradedOrders.Line line) {
        return ROW.formatted(
                line.time().toString().substring(11, 19),
                line.venue() + "." + line.symbol(),
                line.portfolio(),
                line.side(),
                plain(line.quantity()),
                plain(line.filled()),
                plain(line.averagePrice()),
                line.state(),
                line.id() + (line.reason().isEmpty() ? "" : "  " + line.reason()));
    }

    private static String plain(BigDecimal number) {
        return number == null ? "-" : number.stripTrailingZeros().toPlainString();
    }

    private static Map<String, Object> fields(TradedOrders.Line line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", line.id());
        fields.put("time", line.time());
        fields.put("portfolio", line.portfolio());
        fields.put("venue", line.venue());
        fields.put("symbol", line.symbol());
        fields.put("side", line.side());
        fields.put("quantity", line.quantity());
        fields.put("filled", line.filled());
        fields.put("averagePrice", line.averagePrice());
        fields.put("state", line.state());
        fields.put("open", line.isOpen());
        fields.put("reason", line.reason());
        return fields;
    }
}
