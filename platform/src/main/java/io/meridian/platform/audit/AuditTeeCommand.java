package io.meridian.platform.audit;

import io.meridian.audit.tee.Tee;
import io.meridian.audit.tee.TeeCheck;
import io.meridian.platform.act.ServiceActs;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian audit tee}. */
@Command(
        name = "tee",
        description = {
            "Carries every durable message of the bus into another engine, under its own id: what an Aeron archive"
                + " keeps, into Kafka. A message is confirmed to the first when the second has stored it; killed and"
                + " started again it goes on where it was, and some messages come again under the same ids.",
            "With --check it compares what both keep instead, and ends with 1 when a message is missing."
        },
        footer = {
            "",
            "  BUS_BACKEND=aeron AERON_DIR=/dev/shm/aeron KAFKA_BOOTSTRAP=127.0.0.1:9092 meridian audit tee --to kafka"
        })
@SuppressWarnings("try") // That it started is told, and when it is over that it ended.
final class AuditTeeCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--to", paramLabel = "ENGINE", required = true, description = "The other engine, such as kafka.")
    private String engine;

    @Option(names = "--check", description = "Compare what both keep, from the beginning, while nothing is published.")
    private boolean checks;

    @Option(names = "--json", description = "With --check: one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        StopSignal stop = service.stop();
        try (SecondBus buses = SecondBus.open(service.settings(), engine)) {
            return checks ? check(buses) : carry(buses, stop);
        }
    }

    private int carry(SecondBus buses, StopSignal stop) {
        try (ServiceActs acts = new ServiceActs(buses.from(), "tee");
                Tee tee = new Tee(buses.from(), buses.to())) {
            Output.out().println("ready tee pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(tee::work, tee::figures, IDLE_NS, stop);
            ServiceLoop.say("told to end: " + tee.figures());
        }
        return 0;
    }

    private int check(SecondBus buses) {
        TeeCheck.Result result = TeeCheck.compare(buses.from(), buses.to());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("first", result.first());
            all.put("second", result.second());
            all.put("repeats", result.repeats());
            all.put("missing", result.missing());
            out.println(Json.of(all));
        } else {
            result.missing().entrySet().stream()
                    .limit(SHOWN)
                    .forEach(
                            each -> out.println("missing: " + Figures.count(each.getValue()) + " of " + each.getKey()));
            out.println(Figures.count(result.first()) + " messages, " + Figures.count(result.second()) + " of them on "
                    + engine + ", " + Figures.count(result.repeats()) + " came again there; "
                    + (result.missing().isEmpty() ? "none is missing." : "some are MISSING."));
        }
        out.flush();
        return result.missing().isEmpty() ? 0 : 1;
    }
}
