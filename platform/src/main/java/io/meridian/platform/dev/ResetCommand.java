package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./launch_dev.sh reset}. */
@Command(name = "reset", description = "Deletes the data and logs of the stack, after asking.")
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        StackFolder folder = stack.folder();
        if (!Files.exists(folder.path())) {
            Output.out().println("Stack '" + folder.name() + "' has no data.");
            return 0;
        }
        if (folder.isRunning()) {
            throw CommandException.failed(
                    "Stack '" + folder.name() + "' runs. End it first: ./launch_dev.sh down --name " + folder.name());
        }
        if (!yes && !agreed(folder)) {
            Output.out().println("Nothing is deleted.");
            return 1;
        }
        Processes.end(folder);
        Compose.removeData(folder);
        folder.sweep();
        folder.deleteAll();
        Output.out().println("Deleted " + folder.path());
        return 0;
    }

    private static boolean agreed(StackFolder folder) throws IOException {
        Output.out()
                .print("Delete all data and logs of stack '" + folder.name() + "' in " + folder.path() + "? [y/N] ");
        Output.out().flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String answer = input.readLine();
        return answer != null && answer.strip().matches("(?i)y(es)?");
    }
}
