package io.meridian.platform.server;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
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
    private BusOptions options = new BusOptions();

    @Option(
            names = "--dir",
            defaultValue = ".run/bus-server",
            description = "Where data and logs are kept. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = "--seconds", description = "Ends after so long. Default: goes on until Ctrl-C.")
    private double seconds;

    @Option(names = "--json", description = "Prints the settings as one JSON object on a line.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = options.read();
        BusOptions.engines(settings);
        String engine = settings.get(BusSettings.BACKEND);
        Path home = folder.toAbsolutePath().normalize();
        StopSignal stop = StopSignal.install().after(seconds);
        try (LocalServer server = LocalServers.of(
                engine, settings.get(BusSettings.DEPLOYMENT), home.resolve("data"), home.resolve(engine + ".log"))) {
            server.start();
            print(server, settings.get(BusSettings.DEPLOYMENT));
            while (!stop.await(CHECK_NS)) {
                if (!server.isAlive()) {
                    throw CommandException.failed("The server of engine=" + engine + " ended by itself. The end of its"
                            + " output (" + server.process().log() + "):\n"
                            + server.process().tail());
                }
            }
        }
        return 0;
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
