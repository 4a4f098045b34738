package io.meridian.platform.info;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian engines}. */
@Command(
        name = "engines",
        description = "Lists the engines and what each declares it can do under the settings that hold now.")
public final class EnginesCommand implements Callable<Integer> {
    private static final int LABEL_WIDTH = 24;
    private static final int COLUMN_WIDTH = 12;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BusOptions bus;

    @Option(names = "--json", description = "One JSON object an engine and line.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = bus.read();
        List<Capabilities> engines = BusEngines.all().stream()
                .map(engine -> engine.capabilities(settings))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            engines.forEach(engine -> out.println(json(engine)));
        } else {
            table(out, engines);
        }
        out.flush();
        return 0;
    }

    private static String json(Capabilities engine) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("engine", engine.engine());
        fields.put("supported", engine.supported());
        fields.put("fastAck", engine.ackLevel(Profile.FAST));
        fields.put("durableAck", engine.has(Capability.DURABLE) ? engine.ackLevel(Profile.DURABLE) : null);
        fields.put("maxPayload", engine.maxPayload());
        fields.put("limits", engine.limits());
        return Json.of(fields);
    }

    private static void table(PrintWriter out, List<Capabilities> engines) {
        row(out, engines, "", Capabilities::engine);
        for (Capability capability : Capability.values()) {
            row(out, engines, capability.name(), engine -> {
                String limited = engine.limits().containsKey(capability) ? "*" : "";
                return engine.has(capability) ? "yes" + limited : "-" + limited;
            });
        }
        row(out, engines, "ack, fast", engine -> engine.ackLevel(Profile.FAST).name());
        row(
                out,
                engines,
                "ack, durable",
                engine -> engine.has(Capability.DURABLE)
                        ? engine.ackLevel(Profile.DURABLE).name()
                        : "-");
        row(out, engines, "largest payload", engine -> Figures.bytes(engine.maxPayload()));
        for (Capabilities engine : engines) {
            if (!engine.limits().isEmpty()) {
                out.println();
                out.println("* " + engine.engine());
                engine.limits().forEach((capability, why) -> out.println("    " + capability + ": " + why));
            }
        }
        out.println();
        Arrays.stream(Capability.values())
                .forEach(capability ->
                        out.println(String.format("%-" + LABEL_WIDTH + "s", capability) + capability.text()));
    }

    private static void row(
            PrintWriter out, List<Capabilities> engines, String label, Function<Capabilities, String> cell) {
        StringBuilder line = new StringBuilder(String.format("%-" + LABEL_WIDTH + "s", label));
        engines.forEach(engine -> line.append(String.format("%-" + COLUMN_WIDTH + "s", cell.apply(engine))));
        out.println(line.toString().stripTrailing());
    }
}
