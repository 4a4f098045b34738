package io.meridian.platform.image;

import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Runs programs of this machine; what asks a Docker daemon asks the one that the settings name. */
final class Programs {
    private static final int MOST_LINES = 20;

    private Programs() {}

    /** What a program said, on both of its streams. */
    record Ended(int exit, String said) {
        /** @throws CommandException when it did not end well, with what it said */
        void orFail(String failure) {
            if (exit != 0) {
                throw CommandException.failed(
                        failure + "\n" + said.lines().limit(MOST_LINES).collect(Collectors.joining("\n")));
            }
        }
    }

    static Ended run(List<String> command) throws IOException {
        return end(start(command));
    }

    /** One that is to be given something, and then waited for with {@link #end}. */
    static Process start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        new BusOptions()
                .read()
                .find(ManagerSettings.DOCKER_HOST)
                .ifPresent(host -> builder.environment().put("DOCKER_HOST", host));
        try {
            return builder.start();
        } catch (IOException missing) {
            throw CommandException.failed("The program '" + command.getFirst() + "' cannot be run: "
                    + missing.getMessage() + ". Install it.");
        }
    }

    static Ended end(Process process) throws IOException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted.");
        }
    }
}
