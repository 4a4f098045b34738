package io.meridian.platform.dev;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.OtelSettings;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./launch_dev.sh}. */
@Command(
        name = "up",
        description =
                "Starts the server of BUS_BACKEND, the kernel, the store, the audit recorder, the instance manager,"
                    + " the management pages, a simulated market, a strategy and what trades for it, each plugin"
                    + " beside its sidecar, and a live view. Where the stack runs already, opens one more view of it.")
final class UpCommand implements Callable<Integer> {
    private static final String RESTORE_TERMINAL = "\033[?25h\033[?7h";

    @Mixin
    private StackOptions stack;

    @Option(names = "--seconds", description = "Ends so long after the first figures. Default: goes on until Ctrl-C.")
    private double seconds;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Quotes and trades a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Writes down what each plugin sees and says, in a new file DIR/INSTANCE.rec, for 'meridian"
                    + " replay'.")
    private Path recordings;

    /** How much of it is started. */
    enum Profile {
        MINIMAL,
        FULL
    }

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "full",
            description = "minimal: what trades, and the manager. full: the store, the audit recorder and the pages,"
                    + " too. Default: ${DEFAULT-VALUE}.")
    private Profile profile;

    @Option(
            names = "--no-store",
            description = "Stores no market data. Otherwise 'meridian data status' says what is stored.")
    private boolean withoutStore;

    @Option(names = "--no-audit", description = "Records no audit log. Otherwise 'meridian audit verify' checks it.")
    private boolean withoutAudit;

    @Option(
            names = "--no-ui",
            description = "Serves no management pages. Otherwise its line says where they are, and how to log in.")
    private boolean withoutUi;

    @Option(
            names = "--docker",
            description = "Runs everything in containers, as a project of docker compose, from an image that is built"
                    + " here. See deploy/compose.")
    private boolean inContainers;

    @Option(
            names = "--managers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "So many instance managers, 1, 3 or 5, of which one leads and another takes over. More than one"
                            + " share a PostgreSQL that is started for them. Default: ${DEFAULT-VALUE}.")
    private int managers;

    @Option(names = "--json", description = "Prints one JSON object a second in place of the view.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        StopSignal stop = StopSignal.install();
        if (profile == Profile.MINIMAL) {
            withoutStore = true;
            withoutAudit = true;
            withoutUi = true;
        }
        StackFolder folder = stack.folder();
        Settings settings = new BusOptions().read();
        BusOptions.engines(settings);
        try (FileLock lock = folder.tryLock()) {
            if (inContainers) {
                return runInContainers(folder, settings, lock != null, stop);
            }
            return lock == null ? view(folder, settings, stop) : run(folder, settings, stop);
        }
    }

    private int run(StackFolder folder, Settings settings, StopSignal stop) throws IOException {
        if (recordings != null) {
            Files.createDirectories(recordings);
        }
        if (Processes.end(folder)) {
            say("An earlier run was killed and left processes behind; they are ended now.");
        }
        folder.sweep();
        say("Stack '" + folder.name() + "' on " + settings.get(BusSettings.BACKEND));
        int exit;
        try (Stack running = new Stack(folder, settings)) {
            StackManagers managing = StackManagers.of(managers, settings, managerCommand(folder, settings));
            running.startServers(!withoutStore, managing.areSeveral());
            if (stop.isStopped()) {
                return 0;
            }
            Pages pages = new Pages(running, folder, settings);
            // One of a manager that was killed would lead to nobody.
            Files.deleteIfExists(ManagerSettings.port(running.manager()));
            if (!new Pipeline(
                            running,
                            folder,
                            rate,
                            managing,
                            storeCommand(folder, settings),
                            auditCommand(folder, settings),
                            spansCommand(folder, settings))
                    .start(stop)) {
                return 0;
            }
            if (!withoutUi) {
                pages.start(stop);
            }
            new FirstSteps(folder, running.manager(), managing, !withoutUi, !withoutStore, !withoutAudit)
                    .lines()
                    .forEach(UpCommand::say);
            StackProcess watch = running.start(
                    Stack.WATCH,
                    true,
                    watchArguments(
                            folder,
                            "Ctrl-C ends the stack. From another" + " terminal: ./launch_dev.sh status, logs, down."));
            exit = running.await(watch, stop);
        } finally {
            restoreTerminal();
        }
        say("Stopped. Data and logs stay in " + folder.path() + "; ./launch_dev.sh reset deletes them.");
        return exit;
    }

    private int runInContainers(StackFolder folder, Settings settings, boolean isOurs, StopSignal stop)
            throws IOException {
        if (!isOurs) {
            throw CommandException.wrongUse("Stack '" + folder.name() + "' runs already. End it with ./launch_dev.sh"
                    + " down, or start another beside it with --name NAME.");
        }
        if (recordings != null) {
            throw CommandException.wrongUse(
                    "--record is for plugins that run as processes of this machine. Leave it, or" + " --docker, away.");
        }
        if (managers != 1) {
            throw CommandException.wrongUse(
                    "--managers is for managers that run as processes of this machine. Leave it, or --docker, away.");
        }
        ContainerStack containers = new ContainerStack(folder, settings);
        say("Stack '" + folder.name() + "' on " + settings.get(BusSettings.BACKEND) + ", in containers");
        List<String> services = new ArrayList<>();
        if (!withoutStore) {
            services.add(Stack.STORE);
        }
        if (!withoutAudit) {
            services.add(Stack.AUDIT);
        }
        if (!withoutUi) {
            services.add("pages");
        }
        try {
            return containers.run(
                    services,
                    rate,
                    viewArguments("Ctrl-C ends the stack. From another terminal: ./launch_dev.sh status, logs, down."),
                    stop);
        } finally {
            folder.sweep();
            restoreTerminal();
            say("Stopped. What was stored stays in Docker's volume meridian-" + folder.name()
                    + "_data; ./launch_dev.sh reset deletes it.");
        }
    }

    private List<String> storeCommand(StackFolder folder, Settings settings) {
        if (withoutStore) {
            return List.of();
        }
        // A folder that somebody has named is where the commands look, too.
        return settings.isGiven(StorageSettings.DIR)
                ? List.of("store")
                : List.of("store", "--dir", StackBus.store(folder).toString());
    }

    private List<String> auditCommand(StackFolder folder, Settings settings) {
        if (withoutAudit) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("audit", "record"));
        if (!settings.isGiven(AuditSettings.DIR)) {
            command.addAll(List.of("--dir", StackBus.audit(folder).toString()));
        }
        if (!settings.isGiven(AuditSettings.KEEP)) {
            // Some hundred kilobytes a second: a stack that is left running must not fill the disk.
            command.addAll(List.of("--set", "audit.keep=2h", "--set", "audit.segment.size=64m"));
        }
        return command;
    }

    private List<String> spansCommand(StackFolder folder, Settings settings) {
        if (withoutAudit || settings.find(OtelSettings.ENDPOINT).isEmpty()) {
            return List.of();
        }
        return settings.isGiven(AuditSettings.DIR)
                ? List.of("audit", "spans")
                : List.of("audit", "spans", "--dir", StackBus.audit(folder).toString());
    }

    private List<String> managerCommand(StackFolder folder, Settings settings) {
        List<String> command = new ArrayList<>(List.of("manager", "--end-instances"));
        if (!settings.isGiven(ManagerSettings.DIR)) {
            command.addAll(List.of("--dir", StackBus.manager(folder).toString()));
        }
        if (!settings.isGiven(ManagerSettings.PORT)) {
            // Stacks run side by side, and commands find the port in the folder.
            command.addAll(List.of("--set", "manager.port=0"));
        }
        if (!settings.isGiven(ManagerSettings.NEIGHBOURS)) {
            // What stops and releases the orders of its own instances does the same of those that 'meridian run'
            // starts.
            command.addAll(List.of("--set", "manager.neighbours=" + folder.sidecars()));
        }
        if (!settings.isGiven(ManagerSettings.MODE)) {
            command.addAll(List.of("--set", "manager.mode=development"));
        }
        if (!settings.isGiven(ManagerSettings.OBSERVE)) {
            // A stack that ended with open orders goes on with them: nobody waits there to look at each.
            command.addAll(List.of("--set", "manager.observe=false"));
        }
        if (recordings != null) {
            command.addAll(List.of("--set", "manager.record=" + recordings.toAbsolutePath()));
        }
        return command;
    }

    /** The stack runs already. */
    private int view(StackFolder folder, Settings settings, StopSignal stop) {
        Map<String, String> environment = folder.environment();
        String backend = environment.get("BUS_BACKEND");
        if (backend == null) {
            throw CommandException.failed("Stack '" + folder.name()
                    + "' is just being started or ended by another process. Try again in a moment.");
        }
        if (settings.isGiven(BusSettings.BACKEND)
                && !settings.get(BusSettings.BACKEND).equals(backend)) {
            throw CommandException.wrongUse("Stack '" + folder.name() + "' runs on " + backend + ", not on "
                    + settings.get(BusSettings.BACKEND) + ". End it with ./launch_dev.sh down, or run another beside it"
                    + " with --name NAME.");
        }
        if (recordings != null) {
            throw CommandException.wrongUse("Stack '" + folder.name() + "' runs already, and --record is for its start."
                    + " Record one more plugin with ./meridian record DIR --out FILE.");
        }
        say("Stack '" + folder.name() + "' runs already, on " + backend + ". This is one more view of it.");
        try (StackProcess watch = StackProcess.meridian(
                "view-" + ProcessHandle.current().pid(),
                folder,
                environment,
                true,
                watchArguments(folder, "Ctrl-C ends this view; ./launch_dev.sh down ends the stack."))) {
            while (watch.isAlive() && !stop.await(50_000_000L)) {
                // Only one thing to wait for.
            }
            return watch.isAlive() ? 0 : watch.exitCode();
        } finally {
            folder.forget("view-" + ProcessHandle.current().pid());
            restoreTerminal();
        }
    }

    private List<String> watchArguments(StackFolder folder, String footer) {
        List<String> arguments = new ArrayList<>(List.of(
                "watch",
                "--log-lines",
                "--sidecars",
                folder.sidecars().toString(),
                "--sidecars",
                folder.instances().toString()));
        arguments.addAll(viewArguments(footer));
        return arguments;
    }

    private List<String> viewArguments(String footer) {
        List<String> arguments = new ArrayList<>(List.of("--footer", footer));
        if (json) {
            arguments.add("--json");
        }
        if (seconds > 0) {
            arguments.add("--from-first");
            arguments.add("--seconds");
            arguments.add(Double.toString(seconds));
        }
        return arguments;
    }

    /** A view that was killed could not. */
    private static void restoreTerminal() {
        if (Terminal.ask().isCapable()) {
            Output.out().print(RESTORE_TERMINAL);
        }
    }

    private static void say(String text) {
        Output.err().println(text);
    }
}
