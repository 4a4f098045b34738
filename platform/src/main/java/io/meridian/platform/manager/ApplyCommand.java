package io.meridian.platform.manager;

import io.meridian.platform.cli.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian apply} and {@code meridian diff}. */
public abstract class ApplyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Option(names = "-f", required = true, paramLabel = "FILE", description = "A YAML file with instances and grants.")
    private Path file;

    @Option(
            names = "--prune",
            description = "Grants of the instances in the file that the file does not have are to go, too.")
    private boolean prunes;

    private final boolean applies;

    private ApplyCommand(boolean applies) {
        this.applies = applies;
    }

    /** {@code meridian apply}. */
    @Command(
            name = "apply",
            description = {
                "Makes instances as a file wants them, and requests the grants in it; somebody else decides on those,"
                        + " as ever. Says what it does, line by line.",
                "Ends with 1 when something is left that a person must do."
            })
    public static final class Apply extends ApplyCommand {
        @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why, for the record.")
        private String why;

        public Apply() {
            super(true);
        }

        @Override
        String why() {
            return why;
        }
    }

    /** {@code meridian diff}. */
    @Command(
            name = "diff",
            description =
                    "Says what is not as a file wants it, and changes nothing. Ends with 1 when there is something.")
    public static final class Diff extends ApplyCommand {
        public Diff() {
            super(false);
        }

        @Override
        String why() {
            return "";
        }
    }

    abstract String why();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Drift.Difference> differences = Drift.of(line, DesiredFile.read(file), prunes, why());
        int left = 0;
        for (Drift.Difference difference : differences) {
            boolean isMended = applies && difference.mend() != null;
            if (isMended) {
                difference.mend().run();
            } else {
                left++;
            }
            out.println(
                    line.isJson()
                            ? Json.of(Map.of("difference", difference.text(), "mended", isMended))
                            : difference.text());
            out.flush();
        }
        if (differences.isEmpty() && !line.isJson()) {
            out.println("All is as the file wants it.");
        }
        out.flush();
        return left == 0 ? 0 : 1;
    }
}
