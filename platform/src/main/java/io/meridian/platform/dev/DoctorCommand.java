package io.meridian.platform.dev;

import io.meridian.bus.BusSettings;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsException;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.Shades;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.platform.stack.StackFolder;
import io.meridian.storage.MarketStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./launch_dev.sh doctor}, save what must be there before Java can run. */
@Command(
        name = "doctor",
        description =
                "Checks what the stack needs and says how to mend what is wrong. Ends with 1 when the stack cannot"
                        + " start.")
final class DoctorCommand implements Callable<Integer> {
    private static final long ENOUGH_MEMORY = 64L << 20;
    private static final long ENOUGH_DISK = 1L << 30;

    private final Shades shades = new Shades(Terminal.ask().likesColours());
    private boolean broken;

    @Override
    public Integer call() throws IOException {
        Set<String> used = settings();
        List<String> all = new ArrayList<>(
                BusEngines.all().stream().map(BusEngineProvider::name).toList());
        all.addAll(MarketStores.names());
        for (String engine : all) {
            if (!LocalServers.canServe(engine)) {
                continue;
            }
            String missing = LocalServers.missing(engine);
            if (missing == null) {
                good(engine, "can be started" + (used.contains(engine) ? ", and is chosen" : ""));
            } else if (used.contains(engine)) {
                bad(engine, missing);
            } else {
                hint(engine, missing);
            }
        }
        String noDocker = Compose.missing();
        if (noDocker == null) {
            good("docker", "answers, with compose: --docker runs the stack in containers");
        } else {
            hint("docker", noDocker);
        }
        space(
                "shm",
                Path.of("/dev/shm"),
                ENOUGH_MEMORY,
                "Aeron keeps its buffers there: make it larger (a container:" + " --shm-size=256m), or set AERON_DIR.");
        space(
                "disk",
                Path.of("").toAbsolutePath(),
                ENOUGH_DISK,
                "Free some, or delete data with ./launch_dev.sh reset.");
        for (StackFolder stack : StackFolder.all()) {
            boolean left = !stack.isRunning() && !stack.processes().isEmpty();
            if (left) {
                hint(
                        "stack",
                        "'" + stack.name() + "' was killed and left things behind. Clear up: ./launch_dev.sh down"
                                + " --name " + stack.name());
            } else {
                good("stack", "'" + stack.name() + "' " + (stack.isRunning() ? "runs" : "is ended"));
            }
        }
        return broken ? 1 : 0;
    }

    private Set<String> settings() {
        try {
            Settings settings = new BusOptions().read();
            Set<String> used = new TreeSet<>(BusOptions.engines(settings));
            if (!settings.isGiven(StorageSettings.URL)) {
                used.add(settings.get(StorageSettings.BACKEND));
            }
            good("settings", "are right; the engine is " + settings.get(BusSettings.BACKEND));
            return used;
        } catch (SettingsException | CommandException wrong) {
            bad("settings", wrong.getMessage());
            return Set.of();
        }
    }

    private void space(String what, Path folder, long enough, String advice) throws IOException {
        if (Files.isDirectory(folder)) {
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = Figures.bytes(free) + " free in " + folder;
            if (free < enough) {
                hint(what, text + ". " + advice);
            } else {
                good(what, text);
            }
        }
    }

    private void good(String what, String text) {
        line(shades.good("ok     "), what, text);
    }

    private void hint(String what, String text) {
        line(shades.waiting("note   "), what, text);
    }

    private void bad(String what, String text) {
        broken = true;
        line(shades.bad("wrong  "), what, text);
    }

    private static void line(String mark, String what, String text) {
        Output.out().println(mark + String.format("%-9s ", what) + text.replace("\n", "\n" + " ".repeat(17)));
    }
}
