package io.meridian.platform.manager;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin remove}. */
@Command(
        name = "remove",
        description =
                "Forgets an instance that does not run, with its grants, its secrets and the state of its plugin.")
final class RemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Which.")
    private String name;

    @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
    private String why;

    @Override
    public Integer call() {
        line.delete("/v1/instances/" + name + "?why=" + URLEncoder.encode(why, StandardCharsets.UTF_8));
        spec.commandLine().getOut().println("Removed " + name + ".");
        return 0;
    }
}
