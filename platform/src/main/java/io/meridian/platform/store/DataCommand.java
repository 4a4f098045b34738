package io.meridian.platform.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian data}. */
@Command(
        name = "data",
        description =
                "What is stored of the market and of trading: what there is, out of the store into files, and from"
                    + " files into it. While the store service runs it is asked over the bus; otherwise the store is"
                    + " opened here.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DataStatusCommand.class,
            DataExportCommand.class,
            DataImportCommand.class,
            DataRemoveCommand.class,
            DataShowCommand.class
        })
public final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the stored data.");
    }
}
