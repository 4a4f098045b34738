package io.meridian.platform.manager;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian plugin}. */
@Command(
        name = "plugin",
        description = "Registers plugins with the instance manager, and starts and stops their instances.",
        subcommands = {
            RegisterCommand.class,
            ListCommand.class,
            ShowCommand.class,
            OpenCommand.class,
            CreateCommand.class,
            ChangeCommand.class,
            StepCommand.Start.class,
            StepCommand.Stop.class,
            StepCommand.Restart.class,
            StepCommand.RollBack.class,
            StepCommand.Rearm.class,
            StepCommand.Release.class,
            RemoveCommand.class,
            LogsOfCommand.class
        })
public final class PluginCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with plugins.");
    }
}
