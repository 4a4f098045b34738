package io.meridian.platform.stack;

import io.meridian.bus.Bus;
import io.meridian.bus.BusListener;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.StorageSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;

/** The bus of the development stack that runs, or that of {@code BUS_BACKEND}. */
public final class StackBus {
    /** On a machine that the stack fills a command gets little of the processor, and a broker needs time to answer it. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final long BRIEFLY_NS = TimeUnit.SECONDS.toNanos(3);
    /** The same for a service that a command asks: it reads what it is asked among all else that it reads. */
    private static final String RESPONDER_PATIENCE = "10s";

    @Mixin
    private StackOptions stack = new StackOptions();

    /** Opens it for a process of the platform itself. */
    public Bus open(BusListener listener) {
        return options().open(listener);
    }

    private BusOptions options() {
        return new BusOptions().with(environment(stack.folder()));
    }

    /** Opens it for a command, and waits until it is connected. */
    public Bus connect() {
        return connected(options().open(new Notices(Output.err())));
    }

    /** The same for a command that asks a service once, which may be busy: its questions wait longer to be taken. */
    public Bus connectPatiently() {
        BusOptions options = options();
        if (!options.read().isGiven(BusSettings.RESPONDER_PATIENCE)) {
            options = options.with(Map.of(BusSettings.RESPONDER_PATIENCE.environmentVariable(), RESPONDER_PATIENCE));
        }
        return connected(options.open(new Notices(Output.err())));
    }

    /** The same for what need not wait for a bus that is not there. */
    public Bus connectBriefly() {
        return connected(options().open(new Notices(Output.err())), BRIEFLY_NS);
    }

    private static Bus connected(Bus bus) {
        return connected(bus, PATIENCE_NS);
    }

    private static Bus connected(Bus bus, long patienceNs) {
        try {
            bus.awaitConnected(patienceNs);
        } catch (RuntimeException failure) {
            bus.close();
            throw failure;
        }
        return bus;
    }

    /** Where the stack keeps the market data that it stores, whether it runs or not. */
    public Path store() {
        return store(stack.folder());
    }

    /** Where the stack keeps its audit log, whether it runs or not. */
    public Path audit() {
        return audit(stack.folder());
    }

    /** Where the stack keeps the runs of backtests, whether it runs or not. */
    public Path backtests() {
        return stack.folder().data().resolve("backtests");
    }

    /** The folders of the sidecars that the stack runs itself, one an instance. */
    public Path sidecars() {
        return stack.folder().sidecars();
    }

    /** Where the services of the stack write down the ports of their figures. */
    public Path services() {
        return stack.folder().services();
    }

    /** Where the stack's instance manager is, whether it runs or not. */
    public Path manager() {
        return manager(stack.folder());
    }

    /** What leads to the store of the stack that runs beside the environment of this process: nothing, where that names one itself. */
    public Map<String, String> storage() {
        Settings settings = new BusOptions().read();
        Map<String, String> environment = new TreeMap<>(stack.folder().environment());
        environment.keySet().removeIf(name -> !name.startsWith("STORAGE_"));
        boolean own = settings.isGiven(StorageSettings.URL)
                || settings.isGiven(StorageSettings.BACKEND)
                        && !settings.get(StorageSettings.BACKEND).equals(environment.get("STORAGE_BACKEND"));
        return own ? Map.of() : environment;
    }

    public static Path store(StackFolder folder) {
        return folder.data().resolve("store");
    }

    public static Path manager(StackFolder folder) {
        return folder.data().resolve("manager");
    }

    /** The same, unless a setting names another. */
    public static Path manager(StackFolder folder, Settings settings) {
        return settings.find(ManagerSettings.DIR).orElse(manager(folder));
    }

    public static Path audit(StackFolder folder) {
        return folder.data().resolve("audit");
    }

    /** What leads to the bus beside the environment of this process: nothing, or what the stack says. */
    public static Map<String, String> environment(StackFolder folder) {
        Settings settings = new BusOptions().read();
        if (settings.isGiven(BusSettings.BACKEND)) {
            BusOptions.engines(settings);
            return Map.of();
        }
        Map<String, String> environment = folder.environment();
        if (environment.isEmpty()) {
            throw CommandException.failed(
                    "There is no bus to run on: the stack '" + folder.name() + "' does not run. Start it with"
                            + " ./launch_dev.sh in another terminal,"
                            + " or set BUS_BACKEND and where its"
                            + " server is.");
        }
        return environment;
    }
}
