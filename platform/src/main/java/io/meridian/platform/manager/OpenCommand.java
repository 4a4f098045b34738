package io.meridian.platform.manager;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin open}. */
@Command(
        name = "open",
        description = "Prints the address of the page of an instance, and opens it where there is a desktop.")
final class OpenCommand implements Callable<Integer> {
    private static final List<String> DESKTOPS = List.of("DISPLAY", "WAYLAND_DISPLAY");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "NAME", description = "The instance.")
    private String name;

    @Override
    public Integer call() throws IOException {
        // Before its page is opened: a wrong name is better told here.
        String page = address() + "plugins/"
                + line.get("/v1/instances/" + name).get("name").asText();
        spec.commandLine().getOut().println(page);
        spec.commandLine().getOut().flush();
        if (DESKTOPS.stream().map(System::getenv).anyMatch(value -> value != null && !value.isBlank())) {
            show(page);
        }
        return 0;
    }

    private String address() throws IOException {
        try {
            return Files.readString(ManagerPlace.pages(line.folder())).strip();
        } catch (NoSuchFileException none) {
            throw CommandException.failed("No management pages are served for the manager in " + line.folder()
                    + ". Serve them: ./launch_dev.sh, or meridian ui.");
        }
    }

    private static void show(String page) {
        try {
            new ProcessBuilder("xdg-open", page)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            throw CommandException.failed("No browser can be opened here (xdg-open: " + none.getMessage()
                    + "). Open the address above yourself.");
        }
    }
}
