package io.meridian.platform.server;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian bus-server}. */
@Command(
        name = "bus-server",
        description = "Starts what the engine of BUS_BACKEND needs on this machine, in the foreground, and prints the"
                + " settings to connect with.")
public final class BusServerCommand implements Callable<Integer> {
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--dir",
            defaultValue = ".run/bus-server",
            description = "Where data and logs are kept. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(
            names = "--port",
            description = "Where NATS or Kafka listens, on the loopback. Default: ${DEFAULT-VALUE}, any that is free.")
    private int port;

    @Option(names = "--memory", paramLabel = "DIR", description = "Folder of Aeron's memory. Default: one of its own.")
    private Path memory;

    @Option(names = "--json", description = "Prints the settings as one JSON object on a line.")
    private boolean json;

    @Override
    @SuppressWarnings("try") // Figures are shown as long as it works.
    public Integer call() {
        Settings settings = service.settings().read();
        BusOptions.engines(settings);
        String engine = settings.get(BusSettings.BACKEND);
        Path home = folder.toAbsolutePath().normalize();
        StopSignal stop = service.stop();
        try (LocalServer server = LocalServers.of(
                engine,
                settings.get(BusSettings.DEPLOYMENT),
                home.resolve("data"),
                home.resolve(engine + ".log"),
                new LocalServers.At(port, memory))) {
            server.start();
            try (ServiceMetrics shown = ServiceMetrics.open(settings, "bus", home, null, none -> {})) {
                print(server, settings.get(BusSettings.DEPLOYMENT));
                serve(server, stop);
            }
        }
        return 0;
    }

    private static void serve(LocalServer server, StopSignal stop) {
        while (!stop.await(CHECK_NS)) {
            if (!server.isAlive()) {
                throw CommandException.failed("The server of engine=" + server.engine() + " ended by itself. The end of"
                        + " its output (" + server.process().log() + "):\n"
                        + server.process().tail());
            }
        }
    }

    private void print(LocalServer server, String deployment) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BUS_BACKEND", server.engine());
        environment.put("BUS_DEPLOYMENT", deployment);
        environment.putAll(server.environment());
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("engine", server.engine());
            fields.put("pid", server.process().pid());
            fields.put("log", server.process().log());
            fields.put("environment", environment);
            Output.out().println(Json.of(fields));
            return;
        }
        Output.out()
                .println(server.engine() + ": " + server.description() + ", pid "
                        + server.process().pid() + ", log " + server.process().log());
        Output.out().println("Connect with:");
        environment.forEach((name, value) -> Output.out().println("  export " + name + "='" + value + "'"));
        Output.out().println("Ctrl-C ends it; what is stored stays in " + folder + ".");
    }
}
