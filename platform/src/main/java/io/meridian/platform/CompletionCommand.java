package io.meridian.platform;

import io.meridian.platform.cli.Output;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code meridian completion}. */
@Command(
        name = "completion",
        description = "Prints a script by which bash and zsh complete the commands and options of meridian.",
        footer = {
            "",
            "  source <(meridian completion)      # in this shell",
            "  meridian completion >~/.local/share/bash-completion/completions/meridian      # in each bash to come"
        })
final class CompletionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Output.out().print(AutoComplete.bash("meridian", Meridian.commandLine()));
        Output.out().flush();
        return 0;
    }
}
