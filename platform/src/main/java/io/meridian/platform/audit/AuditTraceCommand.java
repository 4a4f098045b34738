package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.audit.search.ExportLine;
import io.meridian.audit.search.Hop;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.plugin.contract.schema.Schemas;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian audit trace}. */
@Command(
        name = "trace",
        description = {
            "Follows a trace through the audit log: each message that followed from the first one, with what three"
                    + " observers saw: when its publisher's sidecar sent it (1), when the recorder had it from the bus"
                    + " (2), and when the sidecar of each subscriber handed it over (3), and how long each step took."
        },
        footer = {
            "",
            "  meridian audit trace 0af7651916cd43dd8448eb211c80319c",
            "  meridian audit trace my-alpha.1fplb7a.2        (an order: all traces that it is part of)"
        })
final class AuditTraceCommand implements Callable<Integer> {
    private static final int MOST_TRACES = 64;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogChoice log = new LogChoice();

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description =
                    "A trace (32 digits), a message (SOURCE/TOPIC/SEQUENCE), or what stands in one, such as the id of"
                            + " an order.")
    private String id;

    @Option(
            names = "--beside",
            paramLabel = "DIR",
            description = "Another log of the deployment, where records that are kept for another time are in one of"
                    + " their own. May be given again.")
    private List<Path> beside = List.of();

    @Option(names = "--json", description = "One JSON object a message.")
    private boolean json;

    @Override
    public Integer call() {
        List<LogFolder> folders = new ArrayList<>(List.of(log.folder()));
        beside.forEach(each -> folders.add(LogChoice.folder(each)));
        Set<String> traces = traces(folders, id);
        List<Hop> hops = TraceSearch.follow(folders, traces);
        if (hops.isEmpty()) {
            throw CommandException.failed("The log has no message of trace " + id + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            hops.forEach(hop -> out.println(Json.of(fields(hop, hops))));
        } else {
            show(out, hops);
        }
        out.flush();
        return 0;
    }

    /** @param id of a trace, a message, or what stands in one */
    static Set<String> traces(List<LogFolder> folders, String id) {
        return id.matches("[0-9a-fA-F]{32}") ? Set.of(RecordChoice.trace(id)) : find(folders, id);
    }

    private static Set<String> find(List<LogFolder> folders, String id) {
        if (id.isBlank()) {
            throw CommandException.wrongUse("Say which trace: its id, a message, or the id of an order.");
        }
        byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
        // An order rests, and is filled by what comes later: it is part of several traces.
        Set<String> found = new LinkedHashSet<>();
        for (LogFolder folder : folders) {
            LogScan.scan(folder, RecordFilter.ALL, (record, message) -> {
                if (message != null && isIt(message, id, wanted)) {
                    found.add(message.trace());
                }
                return found.size() < MOST_TRACES;
            });
        }
        if (found.isEmpty()) {
            throw CommandException.failed(
                    "No recorded message is called '" + id + "', and none has it in its payload.");
        }
        return found;
    }

    private static boolean isIt(RecordedMessage message, String id, byte[] wanted) {
        if (message.id().equals(id)) {
            return true;
        }
        byte[] payload = message.payload();
        for (int at = 0; at + wanted.length <= payload.length; at++) {
            int end = at + wanted.length;
            // A whole text: the id of one order may be the beginning of another's.
            if (java.util.Arrays.equals(payload, at, end, wanted, 0, wanted.length)
                    && (end == payload.length || payload[end] <= ' ' || payload[end] == '"')) {
                return true;
            }
        }
        return false;
    }

    private void show(PrintWriter out, List<Hop> hops) {
        long beginNs = hops.getFirst().publishedNs();
        long endNs = beginNs;
        for (Hop hop : hops) {
            endNs = Math.max(endNs, hop.publishedNs());
            for (Hop.Delivery each : hop.deliveries()) {
                endNs = Math.max(endNs, each.deliveredNs());
            }
        }
        String traces = hops.stream().map(Hop::trace).distinct().collect(Collectors.joining(", "));
        out.println((traces.length() > 32 ? "Traces " : "Trace ") + traces + ": " + hops.size() + " messages in "
                + Figures.duration(endNs - beginNs) + ", beginning " + ExportLine.time(beginNs));
        out.println();
        out.printf("%-4s %-12s %-18s %-44s %s%n", "", "(1) at", "what", "topic", "followed from, after");
        for (int i = 0; i < hops.size(); i++) {
            Hop hop = hops.get(i);
            String after = hop.causedBy() < 0
                    ? ""
                    : (hop.causedBy() + 1) + ", "
                            + signed(
                                    hop.publishedNs() - hops.get(hop.causedBy()).publishedNs());
            out.printf(
                    "%-4s %-12s %-18s %-44s %s%n",
                    i + 1, signed(hop.publishedNs() - beginNs), Schemas.name(hop.schema()), hop.topic(), after);
            out.printf(
                    "     %s%s  record %d%n",
                    "(2) ",
                    hop.kind() != Kinds.CAUSE
                            ? signed(hop.recordedNs() - hop.publishedNs())
                            : "recorded when something followed from it",
                    hop.index());
            for (Hop.Delivery each : hop.deliveries()) {
                out.printf("     (3) %s  to %s%n", signed(each.deliveredNs() - hop.publishedNs()), each.instance());
            }
            hop.missedBy().forEach(each -> out.printf("     (3) MISSING  %s was to be given it%n", each));
            if (hop.lostCause() != null) {
                out.printf(
                        "     (2) MISSING  what it followed from: %s%n",
                        hop.lostCause().text());
            }
        }
    }

    private static String signed(long ns) {
        return (ns < 0 ? "-" : "+") + Figures.duration(Math.abs(ns));
    }

    /** As its JSON has it. */
    static Map<String, Object> fields(Hop hop, List<Hop> hops) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trace", hop.trace());
        all.put("message", Integer.toUnsignedString(hop.source()) + "/" + hop.topic() + "/" + hop.sequence());
        all.put("schema", Schemas.name(hop.schema()));
        if (hop.causedBy() >= 0) {
            Hop cause = hops.get(hop.causedBy());
            all.put("cause", Integer.toUnsignedString(cause.source()) + "/" + cause.topic() + "/" + cause.sequence());
            all.put("after_cause_ns", hop.publishedNs() - cause.publishedNs());
        }
        all.put("event_time", ExportLine.time(hop.eventNs()));
        all.put("published", ExportLine.time(hop.publishedNs()));
        all.put("recorded", ExportLine.time(hop.recordedNs()));
        all.put("kind", Kinds.word(hop.kind()));
        all.put("index", hop.index());
        all.put("deliveries", deliveries(hop));
        all.put("missed_by", hop.missedBy());
        if (hop.lostCause() != null) {
            all.put("lost_cause", hop.lostCause().text());
        }
        return all;
    }

    private static List<Map<String, Object>> deliveries(Hop hop) {
        List<Map<String, Object>> deliveries = new ArrayList<>();
        for (Hop.Delivery each : hop.deliveries()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("instance", each.instance());
            one.put("delivered", ExportLine.time(each.deliveredNs()));
            one.put("after_ns", each.deliveredNs() - hop.publishedNs());
            deliveries.add(one);
        }
        return deliveries;
    }
}
