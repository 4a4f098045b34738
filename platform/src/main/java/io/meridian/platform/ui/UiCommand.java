package io.meridian.platform.ui;

import io.meridian.bus.Bus;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.audit.AuditPages;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.ManagerOption;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.manager.ManagerPlace;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.platform.settings.BacktestSettings;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.UiSettings;
import io.meridian.platform.stack.StackBus;
import io.meridian.sidecar.file.WholeFile;
import io.meridian.ui.UiOptions;
import io.meridian.ui.UiServer;
import io.meridian.ui.problem.UiProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian ui}. */
@Command(
        name = "ui",
        description = {
            "Serves the management pages on the loopback. People log in with their accounts at the instance manager,"
                    + " and may do there what these may; the gateway itself may do nothing.",
            "Prints one line on standard output when it is ready. When it ends, all who are logged in there are logged"
                    + " out."
        })
public final class UiCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private StackBus stack = new StackBus();

    @Mixin
    private ManagerOption manager = new ManagerOption();

    @Option(
            names = "--web",
            paramLabel = "DIR",
            description = "Shows the pages of this folder instead of those that were built in.")
    private Path web;

    @Override
    @SuppressWarnings("try") // Figures are shown as long as the pages are.
    public Integer call() throws IOException {
        // The manager closes a way that nobody uses sooner than the client would believe.
        System.setProperty("jdk.httpclient.keepalive.timeout", "15");
        if (web != null && !Files.isDirectory(web)) {
            throw CommandException.wrongUse("--web=" + web + " is no folder.");
        }
        Settings settings = service.settings().read();
        Path folder = ManagerPlace.folder(settings, stack);
        Path code = ManagerPlace.isElsewhere(manager.url()) ? null : ManagerSettings.firstPassword(folder);
        StopSignal stop = service.stop();
        try (Bus bus = bus(settings);
                UiServer server = start(options(settings, folder, bus, code));
                ServiceMetrics shown = ServiceMetrics.open(
                        settings,
                        "pages",
                        Files.isDirectory(folder) ? folder : null,
                        bus,
                        meters -> UiMeters.addTo(meters, server))) {
            serve(server, folder, code, stop);
        }
        return 0;
    }

    private UiOptions options(Settings settings, Path folder, Bus bus, Path code) {
        return new UiOptions(
                settings.get(UiSettings.ADDRESS),
                settings.get(UiSettings.PORT),
                settings.find(UiSettings.ORIGIN).map(URI::create).orElse(null),
                () -> manager(folder),
                bus,
                new AuditPages(
                        settings.find(AuditSettings.DIR)
                                .orElseGet(stack::audit)
                                .toAbsolutePath()
                                .normalize(),
                        bus),
                settings.find(BacktestSettings.DIR)
                        .orElseGet(stack::backtests)
                        .toAbsolutePath()
                        .normalize(),
                code,
                settings.get(UiSettings.IDLE),
                settings.get(UiSettings.LIMIT),
                web == null ? null : web.toAbsolutePath().normalize(),
                Clock.systemUTC(),
                ServiceLoop::say);
    }

    private static void serve(UiServer server, Path folder, Path code, StopSignal stop) throws IOException {
        String address = "http://127.0.0.1:" + server.port() + "/";
        // Without a code the manager is elsewhere, and its folder is none of ours.
        if (code != null && Files.isDirectory(folder)) {
            WholeFile.write(ManagerPlace.pages(folder), address + "\n");
        }
        if (code != null && Files.exists(code)) {
            // Others on this machine may read a log, and whoever has the code makes the first admin.
            boolean isSeenByOneAlone =
                    System.console() != null && System.console().isTerminal();
            ServiceLoop.say("Nobody has an account yet. Make the first one: " + address + "#setup="
                    + (isSeenByOneAlone ? Files.readString(code).strip() : "CODE, which is in " + code));
        }
        Output.out()
                .println("ready ui http=" + address + " pid="
                        + ProcessHandle.current().pid());
        while (!stop.await(LOOK_NS)) {
            // It serves until it is told to end.
        }
        if (code != null) {
            Files.deleteIfExists(ManagerPlace.pages(folder));
        }
    }

    /** That of the settings, or of the stack that runs; null where there is neither. */
    private Bus bus(Settings settings) {
        if (settings.isGiven(BusSettings.BACKEND)) {
            return service.settings().open(new Notices(Output.err()));
        }
        try {
            return stack.open(new Notices(Output.err()));
        } catch (CommandException none) {
            ServiceLoop.say("No messages are shown: " + none.getMessage());
            return null;
        }
    }

    private static UiServer start(UiOptions options) {
        try {
            return UiServer.start(options);
        } catch (RuntimeException failed) {
            throw CommandException.failed("The pages cannot be served at port " + options.port() + ": "
                    + (failed.getMessage() == null ? failed : failed.getMessage())
                    + ". Choose another port: --set ui.port=0 takes one that is free.");
        }
    }

    /** Looked up anew each time: a manager that was started again is somewhere else. */
    private URI manager(Path folder) {
        try {
            return ManagerPlace.address(manager.url(), folder);
        } catch (CommandException silent) {
            throw UiProblem.away(silent.getMessage());
        }
    }
}
