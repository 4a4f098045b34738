package io.meridian.platform;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;

/** {@code meridian warm-up}: does a little of what takes long to start, so that the JVM can keep what it learns of it. */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Runs a view and a sidecar for a moment, for the archive of classes.")
public final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("meridian-warm-up");
        try {
            Path sidecar = Files.createDirectory(folder.resolve("s"));
            Files.writeString(sidecar.resolve("grants"), "allow g publish platform.data.** for instance warm-up\n");
            run("watch", "--seconds", "0.2", "--set", "bus.backend=memory");
            run(
                    "sidecar",
                    "--seconds",
                    "1.5",
                    "--dir",
                    sidecar.toString(),
                    "--plugin",
                    "warm-up",
                    "--pool",
                    "DGM",
                    "--set",
                    "bus.backend=memory",
                    "--set",
                    "sidecar.grpc.port=0");
            return 0;
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        if (Meridian.run(nowhere, nowhere, arguments) != 0) {
            throw CommandException.failed("The command " + arguments[0] + " failed while warming up.");
        }
    }
}
