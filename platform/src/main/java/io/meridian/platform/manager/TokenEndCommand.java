package io.meridian.platform.manager;

import io.meridian.platform.cli.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meridian token end}. */
@Command(name = "end", description = "Ends a token or a login of yours: who shows it is let in no more, at once.")
final class TokenEndCommand implements Callable<Integer> {
    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "Its id, as 'meridian token list' shows it.")
    private String id;

    @Override
    public Integer call() {
        line.delete("/v1/tokens/" + id);
        if (!line.isJson()) {
            Output.out().println(id + " is ended.");
        }
        return 0;
    }
}
