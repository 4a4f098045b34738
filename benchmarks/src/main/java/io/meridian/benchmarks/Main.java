package io.meridian.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The program behind {@code ./bench.sh}. */
public final class Main {
    private static final List<String> SUITES =
            List.of("bus", "sidecar", "kernel", "storage", "audit", "manager", "cluster", "ui");

    private static final String USAGE = """
        Usage: ./bench.sh bus|sidecar|kernel|storage|audit|manager|cluster|ui [--quick] [--json [FILE]] [--only PREFIX]...
               ./bench.sh first-minute [--help]

        Measures the product beside the raw client of each engine, in the same run, and prints ratios.

          bus            the bus API on Aeron, NATS and Kafka, grant checks and topic matching
          sidecar        what the guard beside a plugin costs: for each message, in a pair, by gRPC, and as a process
          kernel         how fast orders are decided, on one thread, and how fast a strategy runs on past data
          storage        how fast market data is stored, beside the database's own fastest way in, and how long questions
                         about it take, beside SQL by hand
          audit          how fast the audit log takes records, beside plain hashing and writing, and how fast it is verified
          manager        an instance manager with 200 instances, 30 of them running: passes, calls, starts, kills, memory
          cluster        decisions beside the bare log of jgroups-raft, and shared maps beside bare messages of JGroups
          ui             the management pages in a real browser: what is fetched, how soon it is of use, long lists, the tail
                         of messages for hours, and the gateway's memory with 200 tabs
          first-minute   a clone of what is committed here, started for the first time: build, figures that move, memory,
                         what is left of it after its end
          --quick        fewer and shorter runs: about two minutes instead of ten
          --json [FILE]  one JSON object a line, a figure each; without a file on standard output
          --only PREFIX  only the parts whose name begins so: grant.check, topic.match, bus.aeron, bus.nats, bus.kafka,
                         sidecar.message, sidecar.pair, sidecar.grpc, sidecar.footprint, kernel, backtest,
                         store.duckdb, store.timescaledb, manager, cluster.decide, cluster.share,
                         ui.script, ui.overview, ui.list, ui.tail, ui.tabs

        Columns: ours, raw (the engine's own client doing the same work), their ratio, unit.
        Exit: 0 when all was measured, 1 when a measurement failed, 2 when the command was wrong.
        """;

    private Main() {}

    public static void main(String[] arguments) {
        boolean quick = false;
        String json = null;
        List<String> only = new ArrayList<>();
        String suite = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    return;
                }
                case "--json" -> {
                    boolean hasFile = i + 1 < arguments.length
                            && (arguments[i + 1].equals("-") || !arguments[i + 1].startsWith("-"))
                            && !SUITES.contains(arguments[i + 1]);
                    json = hasFile ? arguments[++i] : "-";
                }
                case "--only" -> only.add(valueAfter(arguments, i++));
                default -> {
                    if (suite != null || !SUITES.contains(arguments[i])) {
                        fail("'" + arguments[i] + "' is not known here.");
                    }
                    suite = arguments[i];
                }
            }
        }
        if (suite == null) {
            fail("Name what to measure: " + String.join(" or ", SUITES) + ".");
        }
        try {
            measure(suite, quick, json, only);
        } catch (Exception failure) {
            System.err.println("Measuring failed: " + failure);
            failure.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void measure(String suite, boolean quick, String json, List<String> only) throws Exception {
        boolean jsonToOutput = "-".equals(json);
        Path file = json == null || jsonToOutput ? null : Path.of(json);
        if (file != null) {
            Files.writeString(file, "");
        }
        if (!jsonToOutput) {
            System.out.println(Machine.cpu() + ", Java " + System.getProperty("java.runtime.version"));
            System.out.printf("%-26s %14s %14s %8s  %s%n", "name", "ours", "raw", "ratio", "unit");
        }
        Consumer<Figure> report = figure -> {
            System.out.println(jsonToOutput ? figure.toJson() : figure.toLine());
            if (file != null) {
                append(file, figure.toJson() + "\n");
            }
        };
        List<Part> parts = switch (suite) {
            case "bus" -> BusBenchmarks.parts(quick, report);
            case "sidecar" -> SidecarBenchmarks.parts(quick, report);
            case "storage" -> StorageBench.parts(quick, report);
            case "audit" -> AuditBench.parts(quick, report);
            case "manager" -> ManagerBench.parts(quick, report);
            case "cluster" -> ClusterBench.parts(quick, report);
            case "ui" -> UiBench.parts(quick, report);
            default -> KernelBench.parts(quick, report);
        };
        for (Part part : parts) {
            if (only.isEmpty()
                    || only.stream()
                            .anyMatch(prefix -> part.prefix().startsWith(prefix) || prefix.startsWith(part.prefix()))) {
                part.source().measure();
            }
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String valueAfter(String[] arguments, int index) {
        if (index + 1 >= arguments.length) {
            fail(arguments[index] + " needs a value.");
        }
        return arguments[index + 1];
    }

    private static void fail(String what) {
        System.err.println(what);
        System.err.print(USAGE);
        System.exit(2);
    }
}
