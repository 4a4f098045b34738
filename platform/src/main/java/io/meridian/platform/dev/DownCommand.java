package io.meridian.platform.dev;

import io.meridian.platform.cli.Output;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./launch_dev.sh down}. */
@Command(name = "down", description = "Ends the stack, wherever it was started, and what a killed one left behind.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Override
    public Integer call() throws IOException {
        StackFolder folder = stack.folder();
        boolean any = Processes.end(folder);
        // A launcher that was killed leaves its containers.
        if (Compose.isUsed(folder)) {
            any = true;
            ContainerStack.down(folder);
        }
        folder.sweep();
        Output.out().println("Stack '" + folder.name() + "' " + (any ? "is ended." : "does not run."));
        return 0;
    }
}
