package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./launch_dev.sh restart}. */
@Command(
        name = "restart",
        description = {
            "Ends a process of the stack and starts it again, with the settings that it had; a plugin with its"
                    + " sidecar.",
            "A plugin whose source is saved is built and started again by itself, and its sidecar stays."
        },
        footer = {"", "  ./launch_dev.sh restart hello", "  ./launch_dev.sh restart kernel"})
final class RestartCommand implements Callable<Integer> {
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);

    @Mixin
    private StackOptions stack;

    @Parameters(index = "0", paramLabel = "PROCESS", description = "Which, as ./launch_dev.sh status names it.")
    private String process;

    @Override
    public Integer call() {
        StackFolder folder = stack.folder();
        if (!folder.isRunning()) {
            throw CommandException.failed("Stack '" + folder.name() + "' does not run. Start it with ./launch_dev.sh.");
        }
        if (Compose.isUsed(folder)) {
            return Compose.of(folder).show("restart", process);
        }
        Set<String> can = restartable(folder);
        if (!can.contains(process)) {
            throw CommandException.wrongUse("Stack '" + folder.name() + "' has no process '" + process
                    + "' that can be started again. There are: " + String.join(", ", can) + ".");
        }
        Optional<ProcessHandle> before = folder.parts().get(process);
        long beginNs = System.nanoTime();
        folder.requestRestart(process);
        StopSignal stop = StopSignal.install();
        while (folder.restartRequests().contains(process)) {
            if (!folder.isRunning() || System.nanoTime() - beginNs > PATIENCE_NS) {
                throw CommandException.failed(process + " was not started again. See " + folder.log(process) + ".");
            }
            if (stop.await(CHECK_NS)) {
                return 0;
            }
        }
        Optional<ProcessHandle> now = folder.parts().getOrDefault(process, Optional.empty());
        if (now.isEmpty() || now.equals(before)) {
            throw CommandException.failed(
                    process + " does not run after it was started again. See " + folder.log(process) + ".");
        }
        Output.out()
                .println(process + " is process " + now.get().pid() + ", after "
                        + Figures.duration(System.nanoTime() - beginNs));
        return 0;
    }

    /** All that the launcher and the manager started; a server of the bus takes all others with it. */
    private static Set<String> restartable(StackFolder folder) {
        Set<String> names = new TreeSet<>(folder.parts().keySet());
        names.removeIf(name -> name.equals(StackFolder.LAUNCHER)
                || name.equals(Stack.WATCH)
                || name.startsWith("view-")
                || LocalServers.canServe(name));
        return names;
    }
}
