package io.meridian.platform.kernel;

import io.meridian.kernel.journal.LimitReachedDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.journal.OrderMovedDecoder;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Severity;
import io.meridian.sidecar.metrics.Counts;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Latencies;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * What a kernel shows. Its thread adds to plain numbers, with no lock and nothing allocated; whoever asks reads them.
 */
public final class KernelMeters {
    public static final Figure COMMANDS = Figure.counter(
            "meridian.kernel.commands",
            "",
            "Messages that the kernel decided, by its answer: taken or refused.",
            "answer");
    public static final Figure REPEATS =
            Figure.counter("meridian.kernel.repeats", "", "Messages that came again and were taken before.");
    public static final Figure BROKEN = Figure.counter(
            "meridian.kernel.broken", "", "Messages that could not be decided and went to the dead letters.");
    public static final Figure ORDERS = Figure.counter(
            "meridian.kernel.orders", "", "New orders, by the kernel's answer: taken or refused.", "answer");
    public static final Figure MOVES =
            Figure.counter("meridian.kernel.order.moves", "", "Orders that came into each state.", "state");
    public static final Figure LIMIT_REACHED = Figure.counter(
            "meridian.kernel.limit.reached",
            "",
            "How often a soft limit warned, or a hard one refused, by rule.",
            "rule",
            "severity");
    public static final Figure LIMIT_USE = Figure.gauge(
            "meridian.kernel.limit.use",
            "ratio",
            "The highest share of a hard limit that any portfolio uses up with what it holds and has open, by rule; 0"
                    + " where there is no such limit.",
            "rule");
    public static final Figure STOPS = Figure.gauge(
            "meridian.kernel.stops", "", "Stops in force: of the deployment, senders, portfolios or venues.");
    public static final Figure DECIDE = Figure.histogram(
            "meridian.kernel.decide",
            "What it takes to decide a message and to make its journal record; that is written later.");
    public static final Figure TOLD =
            Figure.counter("meridian.kernel.told", "", "Messages that followed and were told.");
    public static final Figure PENDING =
            Figure.gauge("meridian.kernel.pending", "", "What is stored and not told yet.");

    public static final List<Figure> ALL =
            List.of(COMMANDS, REPEATS, BROKEN, ORDERS, MOVES, LIMIT_REACHED, LIMIT_USE, STOPS, DECIDE, TOLD, PENDING);

    private static final int STATES = 32;
    private static final int RULES = 16;
    private static final String ANSWER = "answer";
    private static final String RULE = "rule";

    private final KernelFigures figures;
    private final Counts orders = new Counts(2);
    private final Counts moves = new Counts(STATES);
    private final Counts warned = new Counts(RULES);
    private final Counts breached = new Counts(RULES);
    private final Counts stops = new Counts(1);
    private final Latencies decide = new Latencies();
    private final LimitUse use = new LimitUse();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderMovedDecoder moved = new OrderMovedDecoder();
    private final LimitReachedDecoder reached = new LimitReachedDecoder();

    KernelMeters(KernelFigures figures) {
        this.figures = figures;
    }

    // For the kernel's thread.

    void decided(DirectBuffer message, int offset, int length, long answer, long tookNs) {
        decide.note(tookNs);
        if (Schemas.idOf(message, offset, length) == NewOrderDecoder.TEMPLATE_ID) {
            orders.add(answer < 0 ? 1 : 0, 1);
        }
    }

    void onEvent(DirectBuffer event, int offset) {
        header.wrap(event, offset);
        int template = header.templateId();
        if (template == OrderMovedDecoder.TEMPLATE_ID) {
            moves.add(moved.wrapAndApplyHeader(event, offset, header).state(), 1);
        } else if (template == LimitReachedDecoder.TEMPLATE_ID) {
            reached.wrapAndApplyHeader(event, offset, header);
            (reached.severity() == Severity.BREACH.value() ? breached : warned).add(reached.rule(), 1);
        }
    }

    /** Looks at what stands, a little at a time. */
    void look(State state, long nowNs) {
        stops.set(0, state.risk().stops().count());
        use.look(state, nowNs);
    }

    // For whoever asks.

    void addTo(Meters meters) {
        meters.counter(COMMANDS, Map.of(ANSWER, "taken"), figures::taken);
        meters.counter(COMMANDS, Map.of(ANSWER, "refused"), figures::refused);
        meters.counter(REPEATS, figures::repeats);
        meters.counter(BROKEN, figures::broken);
        meters.counter(TOLD, figures::told);
        meters.gauge(PENDING, figures::pending);
        meters.counter(ORDERS, Map.of(ANSWER, "taken"), () -> orders.get(0));
        meters.counter(ORDERS, Map.of(ANSWER, "refused"), () -> orders.get(1));
        for (OrderState state : OrderState.values()) {
            if (state != OrderState.NULL_VAL) {
                meters.counter(MOVES, Map.of("state", word(state)), () -> moves.get(state.value()));
            }
        }
        for (LimitRule rule : LimitRule.values()) {
            if (rule != LimitRule.NULL_VAL) {
                limit(meters, rule, "warning", warned);
                limit(meters, rule, "breach", breached);
            }
        }
        for (LimitRule rule : LimitUse.RULES) {
            meters.gauge(LIMIT_USE, Map.of(RULE, word(rule)), () -> use.of(rule));
        }
        meters.gauge(STOPS, () -> stops.get(0));
        meters.histogram(DECIDE, decide::show);
    }

    private static void limit(Meters meters, LimitRule rule, String severity, Counts counts) {
        meters.counter(LIMIT_REACHED, Map.of(RULE, word(rule), "severity", severity), () -> counts.get(rule.value()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
