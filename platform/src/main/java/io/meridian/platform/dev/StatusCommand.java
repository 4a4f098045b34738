package io.meridian.platform.dev;

import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.Shades;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.stack.StackFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./launch_dev.sh status}. */
@Command(name = "status", description = "Shows the processes of each stack. Ends with 1 when none runs.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--name", description = "Only the stack of this name.")
    private String name;

    @Option(names = "--json", description = "One JSON object a process and line.")
    private boolean json;

    @Override
    public Integer call() {
        List<StackFolder> stacks = name == null ? StackFolder.all() : List.of(new StackFolder(name));
        Shades shades = new Shades(Terminal.ask().likesColours());
        boolean any = false;
        for (StackFolder stack : stacks) {
            Map<String, Optional<ProcessHandle>> processes = stack.processes();
            if (processes.isEmpty()) {
                continue;
            }
            any |= stack.isRunning();
            String engine = stack.environment().getOrDefault("BUS_BACKEND", "none");
            if (!json) {
                Output.out()
                        .println(shades.bold(stack.name()) + " on " + engine
                                + (stack.isRunning()
                                        ? ""
                                        : ", killed: ./launch_dev.sh down --name " + stack.name() + " clears up"));
            }
            if (Compose.isUsed(stack)) {
                Output.out().flush();
                Compose.of(stack)
                        .show("ps", "-a", "--format", json ? "json" : "table {{.Service}}\t{{.Status}}\t{{.Ports}}");
                continue;
            }
            processes.forEach((process, handle) -> print(stack, engine, process, handle, shades));
            stack.managed().forEach((process, handle) -> print(stack, engine, process, handle, shades));
        }
        if (!any && !json) {
            Output.out().println(name == null ? "No stack runs." : "Stack '" + name + "' does not run.");
        }
        return any ? 0 : 1;
    }

    private void print(
            StackFolder stack, String engine, String process, Optional<ProcessHandle> handle, Shades shades) {
        Optional<Instant> started = handle.flatMap(found -> found.info().startInstant());
        long seconds = started.map(
                        since -> Duration.between(since, Instant.now()).toSeconds())
                .orElse(0L);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("stack", stack.name());
            fields.put("engine", engine);
            fields.put("process", process);
            fields.put("alive", handle.isPresent());
            fields.put("pid", handle.map(ProcessHandle::pid).orElse(null));
            fields.put("seconds", seconds);
            fields.put("log", stack.logs().get(process));
            Output.out().println(Json.of(fields));
            return;
        }
        Output.out()
                .println(String.format(
                        "  %-20s%s%10s%10s",
                        process,
                        handle.isPresent() ? shades.good("running") : shades.bad("gone   "),
                        handle.map(found -> Long.toString(found.pid())).orElse(""),
                        handle.isPresent() ? Figures.clock(seconds) : ""));
    }
}
