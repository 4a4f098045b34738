package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.manager.runtime.docker.DockerDaemon;
import io.meridian.platform.Meridian;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real Docker of this machine, asked by its own command, and images that are built on it. */
final class TestDocker {
    static final String SIDECAR = "meridian-test/sidecar:0.1.0";

    private static final String HOST = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");

    private TestDocker() {}

    /** Skips the test, loudly, where none answers or this user may not hand over folders. {@code ./test.sh} starts one when it may. */
    static void require() {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED, containers take root");
        try (DockerDaemon daemon = DockerDaemon.at(HOST)) {
            String trouble = daemon.trouble();
            assumeTrue(trouble.isEmpty(), () -> "SKIPPED, no containers are tried: " + trouble);
        }
    }

    static String host() {
        return HOST;
    }

    /** The settings of a manager that runs containers here. */
    static String[] settings() {
        return new String[] {"manager.docker.host=" + HOST, "manager.docker.sidecar.image=" + SIDECAR};
    }

    static void buildSidecar() {
        build("image", "sidecar", "--name", SIDECAR);
    }

    /** @return the name of the image */
    static String buildPlugin(Path project, String id, String version) {
        build("image", "build", project.toString(), "--name", "meridian-test/" + id);
        return "meridian-test/" + id + ":" + version;
    }

    private static void build(String... command) {
        StringWriter complaints = new StringWriter();
        assertEquals(
                0,
                Meridian.run(new PrintWriter(System.out, true), new PrintWriter(complaints, true), command),
                complaints::toString);
    }

    /** Takes away what was built for tests, once nothing runs from it. */
    static void removeImages() throws IOException, InterruptedException {
        for (String image : ask("images", "-q", "--filter", "reference=meridian-test/*")) {
            ask("rmi", "-f", image);
        }
    }

    /** What {@code docker} answers, line by line. */
    static List<String> ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", HOST);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + said);
        return said.lines().toList();
    }

    /** The containers of a manager. */
    static List<String> containersOf(Path manager) throws IOException, InterruptedException {
        return ask("ps", "-aq", "--no-trunc", "--filter", "label=io.meridian.manager=" + manager);
    }

    static void removeContainersOf(Path manager) throws IOException, InterruptedException {
        for (String container : containersOf(manager)) {
            ask("rm", "-f", container);
        }
    }
}
