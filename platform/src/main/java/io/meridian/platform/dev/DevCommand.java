package io.meridian.platform.dev;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian dev}, which {@code ./launch_dev.sh} runs. */
@Command(
        name = "dev",
        description = "The development stack; ./launch_dev.sh builds first and then runs this.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            RestartCommand.class,
            PluginsCommand.class,
            DownCommand.class,
            DoctorCommand.class,
            ResetCommand.class
        })
public final class DevCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
