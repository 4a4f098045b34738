package io.meridian.platform.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Meridian;
import io.meridian.platform.server.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarCommandTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRunUntilItIsToldToEndAndObeyTheLatch() throws IOException, InterruptedException {
        Path folder = home.resolve("sidecar");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        try (BufferedReader output = start(folder).inputReader()) {
            String ready = output.readLine();
            assertTrue(
                    ready != null && ready.startsWith("ready sidecar=momo-1 dir=" + folder + " http=http://127.0.0.1:"),
                    () -> ready + errors());
            assertEquals(0, run("sidecar", "status", "--dir", folder.toString()), err::toString);
            assertTrue(out.toString().contains("Latch: Not latched."), out::toString);

            assertEquals(0, run("kill", "--dir", folder.toString(), "--by", "Anna S", "--reason", "test", "--json"));
            assertTrue(
                    out.toString().startsWith("{\"latched\":true,\"by\":\"Anna S\",\"reason\":\"test\",\"at\":\"20"),
                    out::toString);
            run("sidecar", "status", "--dir", folder.toString(), "--json");
            assertTrue(out.toString().contains("\"latch\":{\"latched\":true,\"by\":\"Anna S\""), out::toString);

            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue(), this::errors);
        }
        assertFalse(Files.exists(folder.resolve("control.sock")));
        assertEquals(1, run("release", "--dir", folder.toString(), "--by", "Bo", "--reason", "fine"));
        assertTrue(err.toString().startsWith("The sidecar does not answer at "), err::toString);
        assertEquals(1, run("sidecar", "status", "--dir", folder.toString()));

        try (BufferedReader output = start(folder).inputReader()) {
            assertTrue(output.readLine().startsWith("ready "), this::errors);
            assertEquals(
                    0, run("release", "--dir", folder.toString(), "--by", "Bo", "--reason", "fine"), err::toString);
            assertTrue(out.toString().startsWith("Not latched; released by Bo at "), out::toString);
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
        }
    }

    private Process start(Path folder) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of(
                Meridian.class.getName(),
                "sidecar",
                "--dir",
                folder.toString(),
                "--plugin",
                "momo-1",
                "--pool",
                "SIGNAL",
                "--set",
                "bus.backend=memory",
                "--set",
                "sidecar.grpc.port=0",
                "--parent",
                String.valueOf(ProcessHandle.current().pid())));
        command.add(1, "-Xmx128m");
        command.removeIf(option -> option.startsWith("-Xmx2g"));
        process = new ProcessBuilder(command)
                .redirectError(home.resolve("err").toFile())
                .start();
        return process;
    }

    private String errors() {
        try {
            return Files.readString(home.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
