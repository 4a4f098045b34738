package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.devservers.NatsServer;
import io.meridian.platform.plugin.HelloProject;
import io.meridian.platform.server.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An author saves sources of a plugin while {@code meridian run} runs it, on a real server. */
@Tag("server")
@Timeout(value = 200, unit = TimeUnit.SECONDS)
final class SavedSourceSystemTest {
    private static final String ATTACHED = "attached as hello";

    @TempDir
    Path folder;

    private Path project;
    private Path output;
    private NatsServer nats;
    private Process run;

    @BeforeEach
    void start() throws Exception {
        project = folder.resolve("hello");
        HelloProject.copyTo(project);
        output = folder.resolve("out");
        nats = NatsServer.in(folder.resolve("nats")).start();
        List<String> command = JavaCommand.of("io.meridian.platform.Meridian", "run", project.toString());
        command.add(1, "-Dmeridian.home=" + folder);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(BUS|NATS|MERIDIAN)_.*"));
        builder.environment().put("BUS_BACKEND", "nats");
        builder.environment().put("NATS_URL", nats.url());
        run = builder.redirectOutput(output.toFile()).start();
        await(ATTACHED, 1);
    }

    @AfterEach
    void end() throws Exception {
        if (run != null) {
            run.destroy();
            assertTrue(run.waitFor(45, TimeUnit.SECONDS));
        }
        nats.close();
    }

    private String said() throws Exception {
        return Files.readString(output);
    }

    private void await(String text, int times) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (said().split(java.util.regex.Pattern.quote(text), -1).length <= times) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not '" + text + "' " + times + " times in: " + said());
            LockSupport.parkNanos(10_000_000L);
        }
    }

    private void save(String what, String by) throws Exception {
        String before = HelloProject.source();
        String after = before.replace(what, by);
        assertNotEquals(before, after);
        Files.writeString(project.resolve(HelloProject.SOURCE), after);
    }

    private String sidecar() throws Exception {
        return Files.readString(folder.resolve(".run/dev/sidecars/hello/http.port"));
    }

    @Test
    void shouldRunWhatWasSavedBesideTheSameSidecarAndOnlyWhatCompiles() throws Exception {
        String sidecar = sidecar();
        save("average = average == 0", "log().info(\"says something new\");\n        average = average == 0");
        await("its sidecar stayed", 1);
        await(ATTACHED, 2);
        assertEquals(sidecar, sidecar());

        save("private double average;", "private dubble average;");
        await("does not compile", 1);
        assertTrue(said().contains("HelloStrategy.java:15"), said());
        // What ran goes on.
        assertFalse(said().contains("ended with exit code"), said());

        save("platform.data.quote.*.AAPL", "platform.data.quote.*.MSFT");
        await("with its sidecar", 1);
        await(ATTACHED, 3);
        String grants = Files.readString(folder.resolve(".run/dev/sidecars/hello/grants"));
        assertTrue(grants.contains("platform.data.quote.*.MSFT"), grants);
        assertFalse(said().contains("\tat "), said());
    }
}
