package io.meridian.platform.sidecar;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.SidecarSettings;
import io.meridian.sidecar.SidecarState;
import io.meridian.sidecar.SidecarStatus;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian sidecar}. */
@Command(
        name = "sidecar",
        description =
                "Runs a sidecar: the guard between one plugin and the bus. Prints one line on standard output when it"
                        + " is ready to take the plugin, and drains on Ctrl-C or a polite kill.",
        subcommands = SidecarStatusCommand.class)
public final class SidecarCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Mixin
    private BusOptions options = new BusOptions();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Setting sidecar.dir: the folder shared with the plugin.")
    private Path folder;

    @Option(
            names = {"--plugin", "--instance"},
            paramLabel = "NAME",
            description = "Setting sidecar.instance: the plugin instance to guard.")
    private String instance;

    @Option(names = "--pool", paramLabel = "POOL", description = "Setting sidecar.pool: its pool type, such as SIGNAL.")
    private String pool;

    @Option(names = "--seconds", hidden = true, description = "Ends after so long.")
    private double seconds;

    @Option(names = "--parent", hidden = true, description = "Ends with the process of this number.")
    private long parent;

    @Option(names = "--json", description = "Prints the ready line as a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = settings();
        BusOptions.engines(settings);
        StopSignal stop = StopSignal.install().after(seconds).withProcess(parent);
        try (WholeSidecar sidecar = WholeSidecar.start(settings, SidecarCommand::line)) {
            if (awaitReady(sidecar, stop)) {
                Output.out().println(ready(sidecar, settings));
                awaitEnd(sidecar, stop);
            }
            return 0;
        } catch (IOException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    private Settings settings() {
        Map<String, String> given = new LinkedHashMap<>(options.values());
        if (folder != null) {
            given.put(
                    SidecarSettings.DIR.name(),
                    folder.toAbsolutePath().normalize().toString());
        }
        if (instance != null) {
            given.put(SidecarSettings.INSTANCE.name(), instance);
        }
        if (pool != null) {
            given.put(SidecarSettings.POOL.name(), pool);
        }
        Settings settings = new BusOptions(given).read();
        settings.require(SidecarSettings.SCHEMA);
        return settings;
    }

    /** Waits until it takes a plugin, and says what it waits for. Returns false when it is told to end first. */
    private static boolean awaitReady(WholeSidecar sidecar, StopSignal stop) {
        String said = "";
        while (!stop.await(LOOK_NS)) {
            failWhenNobodyLeads(sidecar);
            SidecarStatus status = sidecar.sidecar().status();
            failWhenFaulted(status);
            if (status.state() != SidecarState.STARTING) {
                return true;
            }
            String reasons = String.join(" ", status.reasons());
            if (!reasons.equals(said) && !reasons.isEmpty()) {
                line(SidecarLog.Level.INFO, reasons);
                said = reasons;
            }
        }
        return false;
    }

    private static void awaitEnd(WholeSidecar sidecar, StopSignal stop) {
        while (!stop.await(CHECK_NS)) {
            failWhenNobodyLeads(sidecar);
            failWhenFaulted(sidecar.sidecar().status());
        }
        line(SidecarLog.Level.INFO, "Told to end: it finishes what is in flight.");
    }

    private static void failWhenFaulted(SidecarStatus status) {
        if (status.state() == SidecarState.FAULTED) {
            throw CommandException.failed("The sidecar cannot go on. " + String.join(" ", status.reasons()));
        }
    }

    private static void failWhenNobodyLeads(WholeSidecar sidecar) {
        if (sidecar.isLeaseOver()) {
            throw CommandException.failed("No manager that leads was heard of for the time of sidecar.lease, so another"
                    + " may run this instance elsewhere by now: this one ends.");
        }
    }

    private String ready(WholeSidecar sidecar, Settings settings) {
        Path home = settings.get(SidecarSettings.DIR);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sidecar", settings.get(SidecarSettings.INSTANCE));
        fields.put("dir", home);
        fields.put("http", "http://127.0.0.1:" + sidecar.httpPort());
        fields.put("grpc", sidecar.grpcPort() == 0 ? null : "127.0.0.1:" + sidecar.grpcPort());
        fields.put("pid", ProcessHandle.current().pid());
        if (json) {
            return Json.of(fields);
        }
        StringBuilder line = new StringBuilder("ready");
        fields.forEach((name, value) -> line.append(value == null ? "" : " " + name + "=" + value));
        return line.toString();
    }

    private static void line(SidecarLog.Level level, String text) {
        Output.err().println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + text);
    }
}
