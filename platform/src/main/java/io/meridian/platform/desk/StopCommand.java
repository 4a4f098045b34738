package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.ControlKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian desk stop}. */
@Command(
        name = "stop",
        description = "Stops new orders and modifies of a strategy, portfolio or venue, or of everything. Cancels and"
                + " reports go on.")
final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private StopScope scope;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the record.")
    private String reason;

    @Option(names = "--cancel", description = "Also cancels all open orders of it.")
    private boolean cancels;

    @Override
    public Integer call() {
        int stopped = stop();
        return stopped != 0 || !cancels
                ? stopped
                : line.tell(
                        spec.commandLine().getOut(),
                        buffer -> scope.encode(buffer, ControlKind.CANCEL_ALL, line.by(), reason),
                        "The cancels of all its open orders are on their way.");
    }

    private int stop() {
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> scope.encode(buffer, ControlKind.KILL, line.by(), reason),
                "Stopped: " + scope + ". Only a person ends it: meridian desk resume.");
    }
}
