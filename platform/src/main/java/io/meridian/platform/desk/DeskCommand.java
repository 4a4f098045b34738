package io.meridian.platform.desk;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian desk}. */
@Command(
        name = "desk",
        description =
                "Tells the kernel what only a person may: limits, cash, business days, stops, verdicts, who gets what"
                        + " was bought. Every act is kept in the kernel's journal with your name.",
        subcommands = {
            DepositCommand.class,
            LimitCommand.class,
            StopCommand.class,
            ResumeCommand.class,
            DayCommand.class,
            CalendarCommand.class,
            OrdersCommand.class,
            VerdictCommand.class,
            CancelCommand.class,
            AllocateCommand.class,
            AllocationCommand.class
        })
public final class DeskCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to tell the kernel.");
    }
}
