package io.meridian.manager.runtime.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Docker, and images with a few programs of this machine. */
public final class TestDocker {
    private static final String HOST = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
    private static final List<String> PROGRAMS =
            List.of("/bin/sh", "/bin/sleep", "/usr/bin/env", "/usr/bin/perl", "/usr/bin/setsid", "/usr/bin/id");

    private static final List<String> BUILT = new CopyOnWriteArrayList<>();

    private TestDocker() {}

    /** Removes the images that were built here, once nothing runs from them. */
    public static void removeImages() {
        try (DockerDaemon daemon = DockerDaemon.at(HOST)) {
            for (String image : BUILT) {
                try {
                    daemon.ask(docker ->
                            docker.removeImageCmd(image).withForce(true).exec());
                } catch (NotFoundException gone) {
                    // Two builds of the same content are one image.
                }
            }
        }
        BUILT.clear();
    }

    /** Skips the test, loudly, where none answers. {@code ./test.sh} starts one when it may. */
    public static DockerDaemon daemon() {
        DockerDaemon daemon = DockerDaemon.at(HOST);
        String trouble = daemon.trouble();
        assumeTrue(trouble.isEmpty(), () -> "SKIPPED, no containers are tried: " + trouble);
        return daemon;
    }

    /** An image that runs a shell script. @return its id */
    static String shell(DockerDaemon daemon, Path scratch, String script, Map<String, String> labels) throws Exception {
        Path context = Files.createTempDirectory(scratch, "image");
        Path root = Files.createDirectories(context.resolve("root"));
        Files.createDirectories(root.resolve("tmp"));
        for (String program : PROGRAMS) {
            copy(Path.of(program), root);
            for (Path library : libraries(program)) {
                copy(library, root);
            }
        }
        Files.writeString(root.resolve("run.sh"), script);
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY root /
            ENV PATH=/bin:/usr/bin
            ENTRYPOINT ["/bin/sh", "/run.sh"]
            """);
        String id = daemon.ask(docker -> docker.buildImageCmd(context.toFile())
                .withLabels(labels)
                .exec(new BuildImageResultCallback())
                .awaitImageId());
        BUILT.add(id);
        return id;
    }

    /** An image that says what plugin it is, under this name. */
    public static String plugin(DockerDaemon daemon, Path scratch, String manifest, String repository, String tag)
            throws Exception {
        String id = shell(daemon, scratch, "exit 0", Map.of(DockerImages.MANIFEST_LABEL, manifest));
        daemon.ask(docker -> docker.tagImageCmd(id, repository, tag).withForce().exec());
        return id;
    }

    /** Takes an image away, and all its names. */
    public static void remove(DockerDaemon daemon, String name) {
        daemon.ask(docker -> docker.removeImageCmd(name).withForce(true).exec());
    }

    private static Set<Path> libraries(String program) throws IOException {
        Process ldd = new ProcessBuilder("ldd", program).start();
        Matcher lines = LIBRARY.matcher(new String(ldd.getInputStream().readAllBytes()));
        Set<Path> all = new java.util.TreeSet<>();
        while (lines.find()) {
            all.add(Path.of(lines.group(1)));
        }
        return all;
    }

    private static void copy(Path file, Path root) throws IOException {
        Path to = root.resolve("." + file).normalize();
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
