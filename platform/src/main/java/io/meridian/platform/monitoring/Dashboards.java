package io.meridian.platform.monitoring;

import static io.meridian.platform.monitoring.Dashboard.line;
import static io.meridian.platform.monitoring.Query.max;
import static io.meridian.platform.monitoring.Query.quantile;
import static io.meridian.platform.monitoring.Query.rate;
import static io.meridian.platform.monitoring.Query.recorded;
import static io.meridian.platform.monitoring.Query.rows;
import static io.meridian.platform.monitoring.Query.sum;

import io.meridian.platform.audit.AuditMeters;
import io.meridian.platform.cluster.ClusterMeters;
import io.meridian.platform.kernel.KernelMeters;
import io.meridian.platform.manager.ManagerMeters;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.span.SpanMeters;
import io.meridian.platform.store.StoreMeters;
import io.meridian.platform.ui.UiMeters;
import io.meridian.sidecar.metrics.CertificateEnds;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.JvmFigures;
import io.meridian.sidecar.metrics.SidecarFigures;
import java.util.List;

/** The dashboards, each about one question. */
public final class Dashboards {
    private static final String BY_TOPIC = "topic";
    private static final String TOPIC = "{{topic}}";
    private static final String BY_PLUGIN = "plugin";
    private static final String PLUGIN = "{{plugin}}";
    private static final String BY_INSTANCE = "instance";
    private static final String INSTANCE = "{{instance}}";
    private static final String HEAP = "area=\"heap\"";
    private static final String UP = "up{job=\"meridian\",deployment=~\"$deployment\"}";
    private static final String SECONDS = "s";
    private static final String NUMBER = "short";
    private static final String SHARE = "percentunit";
    private static final String PER_SECOND = "cps";
    private static final String BYTES = "bytes";

    private Dashboards() {}

    public static List<Dashboard> all() {
        return List.of(platform(), bus(), sidecar(), plugin(), trading(), storage(), audit(), cluster(), objectives());
    }

    private static Dashboard platform() {
        return new Dashboard("platform", "platform", "Is everything there, and has it enough of the machine?", false)
                .stat("Processes that answer", NUMBER, line("sum by (kind) (" + UP + ")", "{{kind}}"))
                .stat(
                        "Alerts that fire",
                        NUMBER,
                        line("sum by (alertname, severity) (ALERTS{alertstate=\"firing\"})", "{{alertname}}"))
                .stat("Kills that hold", NUMBER, line(max(ManagerMeters.KILLS, "deployment"), "{{deployment}}"))
                .graph("Processors", NUMBER, line(rate(JvmFigures.CPU, BY_INSTANCE), INSTANCE))
                .graph(
                        "Heap in use, of what it may grow to",
                        SHARE,
                        line(
                                rows(JvmFigures.MEMORY_USED, HEAP) + " / (" + rows(JvmFigures.MEMORY_MAX, HEAP)
                                        + " > 0)",
                                INSTANCE))
                .graph("Collecting garbage", SHARE, line(rate(JvmFigures.GC_TIME, "instance, collector"), INSTANCE))
                .graph("Collections", PER_SECOND, line(rate(JvmFigures.GC_COUNT, BY_INSTANCE), INSTANCE))
                .graph(
                        "Memory beside the heap",
                        BYTES,
                        line(sum(JvmFigures.MEMORY_USED, BY_INSTANCE, "area=\"other\""), INSTANCE))
                .graph("Threads", NUMBER, line(sum(JvmFigures.THREADS, BY_INSTANCE), INSTANCE))
                .graph("Up since", SECONDS, line(max(JvmFigures.UPTIME, BY_INSTANCE), INSTANCE))
                .graph("Instances by phase", NUMBER, line(sum(ManagerMeters.INSTANCES, "phase"), "{{phase}}"))
                .graph("Instances by health", NUMBER, line(sum(ManagerMeters.HEALTH, "level"), "{{level}}"))
                .graph(
                        "Starts and crashes",
                        PER_SECOND,
                        line(rate(ManagerMeters.STARTS, "deployment"), "starts"),
                        line(rate(ManagerMeters.CRASHES, "deployment"), "crashes"))
                .graph(
                        "A manager's look at all instances",
                        SECONDS,
                        line(max(ManagerMeters.PASS, BY_INSTANCE), INSTANCE))
                .graph(
                        "Certificates end in",
                        SECONDS,
                        line(rows(CertificateEnds.END) + " - time()", "{{instance}} {{setting}}"))
                .stat("Manager's database away", NUMBER, line(max(ManagerMeters.DATABASE_AWAY, BY_INSTANCE), INSTANCE))
                .graph(
                        "Management pages",
                        NUMBER,
                        line(sum(UiMeters.SESSIONS, "deployment"), "logged in"),
                        line(sum(UiMeters.STREAMS, "deployment"), "look at messages"),
                        line(sum(UiMeters.FEEDS, "deployment"), "patterns"));
    }

    private static Dashboard bus() {
        return new Dashboard("bus", "bus", "What travels, how fast, and what is lost.", false)
                .graph("Published", PER_SECOND, line(rate(SidecarFigures.PUBLISHED, BY_TOPIC), TOPIC))
                .graph("Delivered", PER_SECOND, line(rate(SidecarFigures.DELIVERED, BY_TOPIC), TOPIC))
                .graph(
                        "Bytes",
                        "Bps",
                        line(rate(SidecarFigures.PUBLISHED_BYTES, "deployment"), "published"),
                        line(rate(SidecarFigures.DELIVERED_BYTES, "deployment"), "delivered"))
                .graph(
                        "Latency",
                        SECONDS,
                        line(quantile(0.5, SidecarFigures.LATENCY, ""), "p50"),
                        line(quantile(0.95, SidecarFigures.LATENCY, ""), "p95"),
                        line(quantile(0.99, SidecarFigures.LATENCY, ""), "p99"))
                .graph("Latency by topic, p99", SECONDS, line(quantile(0.99, SidecarFigures.LATENCY, BY_TOPIC), TOPIC))
                .graph("No room on the bus", PER_SECOND, line(rate(SidecarFigures.BACK_PRESSURE, BY_TOPIC), TOPIC))
                .graph(
                        "Lost",
                        PER_SECOND,
                        line(rate(SidecarFigures.DROPPED, "deployment"), "dropped at a plugin"),
                        line(rate(SidecarFigures.MISSING, "deployment"), "missing before"))
                .graph("Came again", PER_SECOND, line(rate(SidecarFigures.DUPLICATES, BY_TOPIC), TOPIC))
                .graph("Dead letters", PER_SECOND, line(rate(SidecarFigures.DEAD_LETTERS, BY_TOPIC), TOPIC))
                .stat(
                        "Logs that lack a copy",
                        NUMBER,
                        line(max(ServiceMetrics.UNDER_REPLICATED, BY_INSTANCE), INSTANCE))
                .stat("Connected to the engine", NUMBER, line(max(SidecarFigures.CONNECTED, BY_INSTANCE), INSTANCE));
    }

    private static Dashboard sidecar() {
        return new Dashboard("sidecar", "sidecars", "What the guards let through, and what they do not.", false)
                .stat("Plugins attached", NUMBER, line(sum(SidecarFigures.ATTACHED, BY_PLUGIN), PLUGIN))
                .stat("Kill latch", NUMBER, line(max(SidecarFigures.LATCHED, BY_PLUGIN), PLUGIN))
                .graph("Last heard of", SECONDS, line(max(SidecarFigures.HEARTBEAT_AGE, BY_PLUGIN), PLUGIN))
                .graph(
                        "Denied",
                        PER_SECOND,
                        line(rate(SidecarFigures.DENIED, "plugin, action"), "{{plugin}} {{action}}"))
                .graph("Errors", PER_SECOND, line(rate(SidecarFigures.ERRORS, "plugin, type"), "{{plugin}} {{type}}"))
                .graph("Waits for the plugin", NUMBER, line(sum(SidecarFigures.LAG, BY_PLUGIN), PLUGIN))
                .graph("Subscriptions that are full", NUMBER, line(sum(SidecarFigures.FULL, BY_PLUGIN), PLUGIN))
                .graph("Dropped", PER_SECOND, line(rate(SidecarFigures.DROPPED, BY_PLUGIN), PLUGIN))
                .graph("Missing", PER_SECOND, line(rate(SidecarFigures.MISSING, BY_PLUGIN), PLUGIN))
                .graph("Restarts of the plugin", PER_SECOND, line(rate(SidecarFigures.RESTARTS, BY_PLUGIN), PLUGIN))
                .graph("Published", PER_SECOND, line(recorded("plugin:meridian_bus_published:rate_1m"), PLUGIN))
                .graph("Delivered", PER_SECOND, line(recorded("plugin:meridian_bus_delivered:rate_1m"), PLUGIN))
                .graph(
                        "Heap of sidecars",
                        BYTES,
                        line(sum(JvmFigures.MEMORY_USED, BY_PLUGIN, HEAP, "kind=\"sidecar\""), PLUGIN));
    }

    private static Dashboard plugin() {
        String one = Query.PLUGIN;
        return new Dashboard("plugin", "a plugin", "One plugin: is it well, and what does it say and hear?", true)
                .stat("Attached", NUMBER, line(max(SidecarFigures.ATTACHED, BY_PLUGIN, one), PLUGIN))
                .stat("Up", SECONDS, line(max(SidecarFigures.PLUGIN_UPTIME, BY_PLUGIN, one), PLUGIN))
                .stat("Restarts", NUMBER, line(sum(SidecarFigures.RESTARTS, BY_PLUGIN, one), PLUGIN))
                .graph("Last heard of", SECONDS, line(max(SidecarFigures.HEARTBEAT_AGE, BY_PLUGIN, one), PLUGIN))
                .graph("Says", PER_SECOND, line(rate(SidecarFigures.PUBLISHED, BY_TOPIC, one), TOPIC))
                .graph("Hears", PER_SECOND, line(rate(SidecarFigures.DELIVERED, BY_TOPIC, one), TOPIC))
                .graph(
                        "How old what it hears is",
                        SECONDS,
                        line(quantile(0.5, SidecarFigures.LATENCY, "", one), "p50"),
                        line(quantile(0.99, SidecarFigures.LATENCY, "", one), "p99"))
                .graph("Waits for it", NUMBER, line(sum(SidecarFigures.LAG, BY_TOPIC, one), TOPIC))
                .graph("Says of itself", NUMBER, line(max(SidecarFigures.SAID, "figure", one), "{{figure}}"))
                .graph(
                        "Denied",
                        PER_SECOND,
                        line(rate(SidecarFigures.DENIED, "topic, action", one), "{{action}} {{topic}}"))
                .graph("Errors", PER_SECOND, line(rate(SidecarFigures.ERRORS, "type", one), "{{type}}"))
                .graph("Dead letters", PER_SECOND, line(rate(SidecarFigures.DEAD_LETTERS, BY_TOPIC, one), TOPIC))
                .stat("Kill latch", NUMBER, line(max(SidecarFigures.LATCHED, BY_PLUGIN, one), PLUGIN));
    }

    private static Dashboard trading() {
        return new Dashboard("trading", "trading", "Orders, refusals and limits.", false)
                .graph("New orders", PER_SECOND, line(rate(KernelMeters.ORDERS, "answer"), "{{answer}}"))
                .graph("Orders come into", PER_SECOND, line(rate(KernelMeters.MOVES, "state"), "{{state}}"))
                .graph(
                        "Share that is rejected",
                        SHARE,
                        line(recorded("deployment:meridian_order_rejects:ratio_1m"), "{{deployment}}"))
                .graph("Use of limits", SHARE, line(max(KernelMeters.LIMIT_USE, "rule"), "{{rule}}"))
                .graph(
                        "Limits that warned or refused",
                        PER_SECOND,
                        line(rate(KernelMeters.LIMIT_REACHED, "rule, severity"), "{{rule}} {{severity}}"))
                .stat("Stops in force", NUMBER, line(max(KernelMeters.STOPS, BY_INSTANCE), INSTANCE))
                .graph(
                        "To decide a message",
                        SECONDS,
                        line(quantile(0.5, KernelMeters.DECIDE, ""), "p50"),
                        line(quantile(0.99, KernelMeters.DECIDE, ""), "p99"))
                .graph("Messages decided", PER_SECOND, line(rate(KernelMeters.COMMANDS, "answer"), "{{answer}}"))
                .graph("Told", PER_SECOND, line(rate(KernelMeters.TOLD, BY_INSTANCE), INSTANCE))
                .stat(
                        "Holdings that the book and the kernel do not agree on",
                        NUMBER,
                        line(max(SidecarFigures.SAID, BY_PLUGIN, "figure=\"breaks\""), PLUGIN))
                .graph("Stored and not told yet", NUMBER, line(max(KernelMeters.PENDING, BY_INSTANCE), INSTANCE))
                .graph(
                        "Came again, or could not be decided",
                        PER_SECOND,
                        line(rate(KernelMeters.REPEATS, BY_INSTANCE), "again"),
                        line(rate(KernelMeters.BROKEN, BY_INSTANCE), "to the dead letters"))
                .stat("Orders stopped by", NUMBER, line(max(SidecarFigures.LATCHED, BY_PLUGIN), PLUGIN));
    }

    private static Dashboard storage() {
        return new Dashboard("storage", "storage", "Is what comes stored, and how far behind?", false)
                .graph("Rows stored", PER_SECOND, line(rate(StoreMeters.ROWS, "data"), "{{data}}"))
                .graph("Batches", PER_SECOND, line(rate(StoreMeters.BATCHES, BY_INSTANCE), INSTANCE))
                .graph("Rows that wait", NUMBER, line(max(StoreMeters.WAITING, BY_INSTANCE), INSTANCE))
                .graph("Nothing stored for", SECONDS, line(max(StoreMeters.LAG, BY_INSTANCE), INSTANCE))
                .stat("Database away", NUMBER, line(max(StoreMeters.AWAY, BY_INSTANCE), INSTANCE))
                .graph(
                        "Spool",
                        BYTES,
                        line(max(StoreMeters.SPOOL, BY_INSTANCE), "in it"),
                        line(max(StoreMeters.SPOOL_MAX, BY_INSTANCE), "room"))
                .graph(
                        "What is not stored",
                        PER_SECOND,
                        line(rate(StoreMeters.REFUSED, BY_INSTANCE), "makes no sense"),
                        line(rate(StoreMeters.FAILED, BY_INSTANCE), "not taken"),
                        line(rate(StoreMeters.LOST, BY_INSTANCE), "never came"))
                .graph("Given again", PER_SECOND, line(rate(StoreMeters.RETRIED, BY_INSTANCE), INSTANCE));
    }

    private static Dashboard audit() {
        return new Dashboard(
                        "audit-and-clock",
                        "audit and clock",
                        "Is what happens recorded and sealed, and at what time?",
                        false)
                .graph("Messages recorded", PER_SECOND, line(rate(AuditMeters.MESSAGES, BY_INSTANCE), INSTANCE))
                .stat("Records", NUMBER, line(max(AuditMeters.RECORDS, BY_INSTANCE), INSTANCE))
                .graph("Not sealed yet", NUMBER, line(max(AuditMeters.UNSEALED, BY_INSTANCE), INSTANCE))
                .graph(
                        "Sealed up to, ago",
                        SECONDS,
                        line("time() - " + max(AuditMeters.SEALED_UP_TO, BY_INSTANCE), INSTANCE))
                .graph("Observers that do not agree", PER_SECOND, line(rate(AuditMeters.GAPS, "found"), "{{found}}"))
                .stat(
                        "Disk or second place takes nothing",
                        NUMBER,
                        line(max(AuditMeters.TROUBLED, BY_INSTANCE), INSTANCE))
                .stat("Clock is kept right", NUMBER, line(max(AuditMeters.CLOCK_SYNCHRONISED, BY_INSTANCE), INSTANCE))
                .graph("Bound of the clock's error", SECONDS, line(max(AuditMeters.CLOCK_ERROR, BY_INSTANCE), INSTANCE))
                .graph("Clock set back", PER_SECOND, line(rate(AuditMeters.CLOCK_STEPS, BY_INSTANCE), INSTANCE))
                .graph(
                        "Spans for OpenTelemetry, where they are sent",
                        PER_SECOND,
                        line(rate(SpanMeters.SENT, BY_INSTANCE), "sent"),
                        line(rate(SpanMeters.DROPPED, "reason"), "dropped: {{reason}}"))
                .graph("Spans behind the log", SECONDS, line(max(SpanMeters.BEHIND, BY_INSTANCE), INSTANCE));
    }

    private static Dashboard cluster() {
        return new Dashboard(
                        "cluster", "cluster", "Where there are several machines: who is there, and who leads?", false)
                .stat(
                        "Can decide, as each node sees it",
                        NUMBER,
                        line(max(ClusterMeters.HEALTHY, BY_INSTANCE), INSTANCE))
                .stat("Leads", NUMBER, line(max(ClusterMeters.ORDERS, BY_INSTANCE), INSTANCE))
                .graph(
                        "Nodes by state, as each sees them",
                        NUMBER,
                        line(sum(ClusterMeters.MEMBERS, "instance, state"), "{{instance}}: {{state}}"))
                .graph(
                        "Silence",
                        SECONDS,
                        line(max(ClusterMeters.SILENCE, "instance, member"), "{{instance}} of {{member}}"))
                .graph("Term of the log", NUMBER, line(max(ClusterMeters.TERM, BY_INSTANCE), INSTANCE))
                .graph("Entries in the log", NUMBER, line(max(ClusterMeters.LOGGED, BY_INSTANCE), INSTANCE))
                .graph("Entries that hold", NUMBER, line(max(ClusterMeters.COMMITTED, BY_INSTANCE), INSTANCE))
                .graph(
                        "Not known to have the same",
                        SECONDS,
                        line(max(ClusterMeters.LAG, "instance, member"), "{{instance}} and {{member}}"))
                .graph(
                        "Changes of shared maps",
                        PER_SECOND,
                        line(rate(ClusterMeters.SENT, BY_INSTANCE), "{{instance}}: messages sent"),
                        line(rate(ClusterMeters.RECEIVED, BY_INSTANCE), "{{instance}}: news"),
                        line(rate(ClusterMeters.REPAIRED, BY_INSTANCE), "{{instance}}: missed before"))
                .graph(
                        "Changes that wait",
                        NUMBER,
                        line(max(ClusterMeters.QUEUE, BY_INSTANCE), "{{instance}}: to be sent"),
                        line(max(ClusterMeters.UNTOLD, BY_INSTANCE), "{{instance}}: to be looked at for who follows"))
                .graph("Who follows an answer", NUMBER, line(max(ClusterMeters.QUESTIONS, BY_INSTANCE), INSTANCE))
                .graph("Changes told to them", PER_SECOND, line(rate(ClusterMeters.UPDATES, BY_INSTANCE), INSTANCE));
    }

    private static Dashboard objectives() {
        return new Dashboard("objectives", "objectives", "What is promised, and how well it is kept.", false)
                .graph(
                        "Messages later than 10 ms (promised: at most 1 %)",
                        SHARE,
                        line(recorded("deployment:meridian_latency_objective:error_ratio_5m"), "five minutes"),
                        line(recorded("deployment:meridian_latency_objective:error_ratio_1h"), "an hour"))
                .graph(
                        "Latency, p99",
                        SECONDS,
                        line(recorded("deployment:meridian_bus_latency_seconds:p99_1m"), "{{deployment}}"))
                .graph(
                        "Latency by topic, p99",
                        SECONDS,
                        line(recorded("topic:meridian_bus_latency_seconds:p99_1m"), TOPIC))
                .graph("Processes that answer", SHARE, line(recorded("deployment:meridian_up:ratio"), "{{deployment}}"))
                .graph(
                        "To decide a message, p99",
                        SECONDS,
                        line(recorded("deployment:meridian_kernel_decide_seconds:p99_1m"), "{{deployment}}"))
                .graph(
                        "New orders",
                        PER_SECOND,
                        line(recorded("deployment:meridian_orders:rate_1m"), "{{deployment}}"));
    }

    /** Only so that an unused figure is noticed: every figure is on a dashboard. */
    static boolean shows(Figure figure) {
        return all().stream()
                .flatMap(dashboard -> dashboard.expressions().stream())
                .anyMatch(expression -> figure.seriesNames().stream().anyMatch(expression::contains));
    }
}
