package io.meridian.platform.image;

import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Output;
import io.meridian.platform.server.JavaCommand;
import io.meridian.platform.settings.ManagerSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meridian image sidecar}. */
@Command(name = "sidecar", description = "Builds the image that sidecars run from in containers.")
final class SidecarImageCommand implements Callable<Integer> {
    /** Large, and nothing that a sidecar does needs them. */
    private static final Pattern NOT_OF_A_SIDECAR = Pattern.compile("(duckdb_jdbc|sqlite-jdbc|clickhouse|bcprov).*");

    @Option(
            names = "--name",
            paramLabel = "NAME:TAG",
            description = "What it is called. Default: the setting manager.docker.sidecar.image.")
    private String name;

    @Override
    public Integer call() throws IOException {
        String tag = name == null ? new BusOptions().read().get(ManagerSettings.SIDECAR_IMAGE) : name;
        // Surefire hides the real class path behind a jar.
        String classPath = JavaCommand.classPath();
        try (JavaImage image = new JavaImage()) {
            image.arguments(
                    image.jars(Stream.of(classPath.split(File.pathSeparator))
                            .map(Path::of)
                            .filter(Files::exists)
                            .filter(entry -> !NOT_OF_A_SIDECAR
                                    .matcher(entry.getFileName().toString())
                                    .matches())
                            .toList()),
                    List.of("-XX:TieredStopAtLevel=1", "-Xms16m", "-Xmx256m", "-Dslf4j.internal.verbosity=ERROR"),
                    List.of("io.meridian.platform.Meridian", "sidecar"));
            image.load(tag);
        }
        Output.out().println("Built " + tag + ".");
        return 0;
    }
}
