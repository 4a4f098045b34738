package io.meridian.platform;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;

/** {@code meridian warm-up}: does a little of what takes long to start, so that the JVM can keep what it learns of it. */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Runs a view and sidecars for a moment, for the archive of classes.")
public final class WarmUpCommand implements Callable<Integer> {
    /** Nobody but the system may, and it does not. */
    private static final int NOBODY_LISTENS = 1;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("meridian-warm-up");
        try {
            run("watch", "--seconds", "0.2", "--set", "bus.backend=memory");
            guard(folder, "nats", "nats.url=nats://127.0.0.1:" + NOBODY_LISTENS);
            guard(
                    folder,
                    "aeron",
                    "aeron.dir=" + folder.resolve("driver"),
                    "aeron.archive.dir=" + folder.resolve("archive"));
            return 0;
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private static void guard(Path folder, String engine, String... settings) throws IOException {
        Path sidecar = Files.createDirectory(folder.resolve(engine));
        Files.writeString(sidecar.resolve("grants"), "allow g publish platform.data.** for instance warm-up\n");
        List<String> arguments = new ArrayList<>(List.of("sidecar", "--seconds", "1.5", "--plugin", "warm-up"));
        arguments.addAll(List.of("--pool", "DGM", "--dir", sidecar.toString()));
        Stream.concat(Stream.of("sidecar.grpc.port=0", "bus.backend=" + engine), Stream.of(settings))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        run(arguments.toArray(String[]::new));
    }

    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        if (Meridian.run(nowhere, nowhere, arguments) != 0) {
            throw CommandException.failed("The command " + arguments[0] + " failed while warming up.");
        }
    }
}
