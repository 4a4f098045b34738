package io.meridian.platform.manager;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian grants}. */
@Command(
        name = "grants",
        description =
                "Requests and decides what instances may do on the bus. Who requested a grant never decides on it.",
        subcommands = {
            GrantListCommand.class,
            GrantRequestCommand.class,
            GrantReviewCommand.class,
            GrantApproveCommand.class,
            GrantStepCommand.Reject.class,
            GrantStepCommand.Cancel.class,
            GrantStepCommand.Submit.class,
            GrantStepCommand.Revoke.class,
            BreakGlassCommand.class
        })
public final class GrantsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with grants.");
    }
}
