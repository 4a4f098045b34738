package io.meridian.platform.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The hello strategy as a project that a test may change, built. */
public final class HelloProject {
    public static final String SOURCE = "src/main/java/io/meridian/examples/hello/HelloStrategy.java";

    private static final Path HELLO = Path.of("").toAbsolutePath().getParent().resolve("examples/hello-strategy");

    private HelloProject() {}

    /** Into this folder, each file as old as it is. */
    public static void copyTo(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(HELLO)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = project.resolve(HELLO.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Its source as it is in the repository. */
    public static String source() throws IOException {
        return Files.readString(HELLO.resolve(SOURCE));
    }
}
