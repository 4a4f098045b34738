package io.meridian.platform.info;

import io.meridian.platform.cli.BusOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meridian settings}. */
@Command(
        name = "settings",
        description = "Prints every setting, its value and where that came from. Secrets are masked.")
public final class SettingsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BusOptions bus;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(bus.read().describe());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
