package io.meridian.platform.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Projects of this repository that tests register. */
final class TestPlugins {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    /** A strategy that reads a market and publishes targets. Its version is 0.1.0. */
    static final Path HELLO = REPOSITORY.resolve("examples/hello-strategy");
    /** What sends orders to venues. */
    static final Path ROUTER = REPOSITORY.resolve("plugins/ems-router");
    /** A simulated market. */
    static final Path MARKET = REPOSITORY.resolve("plugins/dgm-simulator");

    private TestPlugins() {}

    /** The strategy with another number. @param folder in which its project is made */
    static Path hello(Path folder, String version) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("hello-" + version));
        Path classes = HELLO.resolve("target/classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve("target/classes")
                        .resolve(classes.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Files.copy(HELLO.resolve("target/classpath.txt"), copy.resolve("target/classpath.txt"));
        Path manifest = copy.resolve("target/classes/META-INF/meridian/plugin.yaml");
        Files.writeString(manifest, Files.readString(manifest).replace("0.1.0", version));
        return copy;
    }
}
