package io.meridian.platform.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian plugin logs}. */
@Command(name = "logs", description = "Shows what the plugin of an instance said last, or its sidecar.")
final class LogsOfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagerLine line = new ManagerLine();

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Which.")
    private String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with the lines that come, until Ctrl-C.")
    private boolean follows;

    @Option(names = "--sidecar", description = "Those of its sidecar.")
    private boolean ofSidecar;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many of the last lines. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream log = line.stream("/v1/instances/" + name + "/logs?part=" + (ofSidecar ? "sidecar" : "plugin")
                + "&lines=" + lines + "&follow=" + follows)) {
            byte[] piece = new byte[8192];
            for (int read = log.read(piece); read >= 0; read = log.read(piece)) {
                out.print(new String(piece, 0, read, StandardCharsets.UTF_8));
                out.flush();
            }
        }
        return 0;
    }
}
