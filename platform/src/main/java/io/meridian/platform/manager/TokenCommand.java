package io.meridian.platform.manager;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian token}. */
@Command(
        name = "token",
        description = "Tokens with which programs ask the instance manager in your name, with your roles or fewer.",
        subcommands = {TokenMakeCommand.class, TokenListCommand.class, TokenEndCommand.class},
        footer = {"", "  meridian token make 'nightly report' --role VIEWER --days 90"})
public final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with tokens.");
    }
}
