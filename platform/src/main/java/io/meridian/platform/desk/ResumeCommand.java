package io.meridian.platform.desk;

import io.meridian.plugin.contract.trading.ControlKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian desk resume}. */
@Command(name = "resume", description = "Ends a stop.")
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private StopScope scope;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> scope.encode(buffer, ControlKind.RELEASE, line.by(), reason),
                "Released: " + scope + ".");
    }
}
