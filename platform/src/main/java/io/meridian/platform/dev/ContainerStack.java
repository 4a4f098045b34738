package io.meridian.platform.dev;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.image.PlatformImageCommand;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stack that runs in containers, from an image that is built here, as long as this process runs. */
final class ContainerStack {
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final String MANAGER = "manager";
    private static final String INSTANCES = "/var/lib/meridian/manager/instances";
    private static final String CODE = "/var/lib/meridian/manager/first-password";

    private final StackFolder folder;
    private final Settings settings;
    private final Compose compose;

    ContainerStack(StackFolder folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
        compose = Compose.of(folder);
    }

    /**
     * Starts it and shows it until the signal comes, then ends it. Its data stays.
     *
     * @param services which there are beside those that trade
     * @param watch what the view is told
     */
    int run(List<String> services, int rate, List<String> watch, StopSignal stop) throws IOException {
        String backend = settings.get(BusSettings.BACKEND);
        String store = settings.get(StorageSettings.BACKEND);
        if (LocalServers.canServe(store) && !settings.isGiven(StorageSettings.URL)) {
            throw CommandException.wrongUse("With --docker the store " + store
                    + " is a server of your own: name it with" + " STORAGE_URL, or leave STORAGE_BACKEND away.");
        }
        long begunNs = System.nanoTime();
        PlatformImageCommand.build(
                PlatformImageCommand.NAME, backend.equals("nats") ? List.of("nats-server") : List.of(), null);
        progress("image", PlatformImageCommand.NAME + ", in " + Figures.duration(System.nanoTime() - begunNs));
        // Not before: another may take the port while the image is built.
        int port = Pages.port(settings);
        compose.set("BUS_BACKEND", backend);
        compose.set("MERIDIAN_RATE", Integer.toString(rate));
        compose.set("UI_PORT", Integer.toString(port));
        folder.remember(StackFolder.LAUNCHER, ProcessHandle.current());
        compose.remember();
        try {
            return start(services, port, watch, stop);
        } finally {
            down(folder);
        }
    }

    private int start(List<String> services, int port, List<String> watch, StopSignal stop) throws IOException {
        long begunNs = System.nanoTime();
        List<String> up = new ArrayList<>(List.of("up", "-d", "bus", "kernel", MANAGER, "cash", "plugins"));
        up.addAll(services);
        compose.run(up.toArray(String[]::new));
        progress("services", "in " + Figures.duration(System.nanoTime() - begunNs));
        begunNs = System.nanoTime();
        while (!hasEnded("plugins")) {
            if (stop.await(CHECK_NS)) {
                return 0;
            }
            if (System.nanoTime() - begunNs > PATIENCE_NS) {
                throw CommandException.failed("The plugins were not all started within 120 s. See ./launch_dev.sh logs"
                        + " plugins --name " + folder.name() + ".");
            }
        }
        progress("plugins", "in " + Figures.duration(System.nanoTime() - begunNs));
        if (services.contains("pages")) {
            progress("ui", login(port));
        }
        progress("commands", "docker compose -p meridian-" + folder.name() + " exec manager meridian plugin list");
        return watch(watch, stop);
    }

    /** Whether a service that does one thing has done it. */
    private boolean hasEnded(String service) {
        String state = compose.ask("ps", "-a", "--format", "{{.State}} {{.ExitCode}}", service);
        if (state.startsWith("exited") && !state.equals("exited 0")) {
            throw CommandException.failed("The service " + service + " failed. See ./launch_dev.sh logs " + service
                    + " --name " + folder.name() + ".");
        }
        return state.equals("exited 0");
    }

    private String login(int port) {
        String address = "http://127.0.0.1:" + port + "/";
        String code = compose.ask("exec", "-T", MANAGER, "sh", "-c", "read -r code < " + CODE + " && echo \"$code\"");
        return code.isEmpty()
                ? address + ", log in with your account"
                : address + "#setup=" + code + " makes the first account";
    }

    private int watch(List<String> told, StopSignal stop) throws IOException {
        List<String> command = new ArrayList<>(List.of("exec"));
        if (!Terminal.ask().isCapable()) {
            command.add("-T");
        }
        command.addAll(List.of(MANAGER, "meridian", "watch", "--sidecars", INSTANCES));
        command.addAll(told);
        Process view = compose.shown(command.toArray(String[]::new)).start();
        try {
            while (view.isAlive() && !stop.await(CHECK_NS)) {
                // Only one thing to wait for.
            }
            return view.isAlive() || stop.isStopped() ? 0 : view.exitValue();
        } finally {
            view.destroy();
        }
    }

    /** Ends the containers of a stack, whoever started them. What they have stored stays. */
    static void down(StackFolder folder) throws IOException {
        Compose compose = Compose.of(folder);
        compose.run("down", "--remove-orphans");
        compose.forget();
    }

    private static void progress(String what, String text) {
        Output.err().println(String.format("  %-12s%s", what, text));
    }
}
