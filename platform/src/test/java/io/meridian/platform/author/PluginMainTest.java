package io.meridian.platform.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.Conformance;
import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.Running;
import io.meridian.platform.Meridian;
import io.meridian.platform.server.JavaCommand;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.MeridianPlugin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plugin's process, beside a real sidecar: how it ends, and what it says when it cannot begin. */
@Tag("server")
final class PluginMainTest {
    private static final long PATIENCE_MS = 40_000;

    private Subject subject = RealStageTest.counting();
    private Path home;
    private Path folder;
    private RealStage stage;
    private Running process;

    @BeforeEach
    void makeFolders() throws IOException {
        home = Files.createTempDirectory("pm");
        folder = Files.createDirectory(
                home.resolve("s"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        stage = new RealStage(subject, folder);
    }

    @AfterEach
    void endAll() throws IOException {
        if (process != null) {
            process.close();
        }
        stage.close();
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void start() {
        process = subject.launcher().start(folder, home.resolve("log"));
    }

    private void until(String what, BooleanSupplier condition) {
        assertTrue(
                stage.await(PATIENCE_MS, () -> condition.getAsBoolean()),
                () -> "in vain until " + what + "\n" + output());
    }

    private String output() {
        return process.output();
    }

    private void startWell(int attaches) {
        start();
        untilWell(attaches);
    }

    private void untilWell(int attaches) {
        until(
                "it attached",
                () -> stage.attaches().stream()
                                .filter(each -> each.refusal() == null)
                                .count()
                        == attaches);
        until("it subscribed", () -> !stage.open().isEmpty());
        until(
                "it is well",
                () -> !stage.heartbeats().isEmpty()
                        && stage.heartbeats().getLast().request().getHealth() == Health.HEALTHY);
    }

    private void publish(int messages) {
        int before = stage.published().size();
        for (int i = 0; i < messages; i++) {
            stage.deliver(Conformance.sample("examples.number.a"));
        }
        until("it counted", () -> stage.published().size() >= before + messages);
    }

    private void assertEnds(int code) {
        assertTrue(process.await(PATIENCE_MS), () -> "it is still there\n" + output());
        assertEquals(code, process.exitCode(), this::output);
    }

    @Test
    void shouldSaveItsStateAndSayGoodbyeWhenItIsTerminated() {
        stage.appear();
        startWell(1);
        publish(7);
        process.terminate();
        assertEnds(143);
        assertEquals(7, ByteBuffer.wrap(stage.saves().getLast().state()).getLong());
        assertEquals(1, stage.leaves().size());
        LeaveRequest leave = stage.leaves().getFirst();
        assertFalse(leave.getFailed());

        startWell(2);
        publish(1);
        assertEquals("8", new String(stage.published().getLast().payload()));
    }

    @Test
    void shouldSayWhichSettingIsUnknownWhenItIsStartedWithOne() {
        stage.appear();
        stage.settings(Map.of("sped", "1"));
        start();
        assertEnds(1);
        assertTrue(output().contains("setting=sped is unknown; this plugin has none"), this::output);
        assertFalse(output().contains("\tat "), this::output);
        assertTrue(stage.leaves().getFirst().getFailed());
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoFolder() {
        process = subject.launcher().start(home.resolve("none"), home.resolve("log"));
        assertEnds(2);
        assertTrue(output().contains("does not exist. It is the folder of the plugin's sidecar"), this::output);
    }

    @Test
    void shouldGiveUpWhenItsTokenIsRefusedAgainAndAgain() throws IOException {
        stage.appear();
        until(() -> Files.exists(folder.resolve("token")));
        Path token = folder.resolve("token");
        Files.delete(token);
        Files.writeString(token, "guessed");
        start();
        assertEnds(1);
        assertTrue(output().contains("the plugin cannot run: the sidecar refused it with TOKEN_REFUSED"), this::output);
    }

    private void until(BooleanSupplier condition) {
        assertTrue(stage.await(PATIENCE_MS, condition));
    }

    @Test
    void shouldGoOnWhereItWasWhenItsSidecarIsThereAgain() {
        stage.appear();
        startWell(1);
        publish(3);
        stage.vanish();
        stage.appear();
        untilWell(2);
        publish(1);
        assertTrue(process.isAlive());
    }

    /** Takes longer to start than a sidecar waits for a plugin that gives no sign of life. */
    @MeridianPlugin(id = "slow", pool = "EXAMPLE", subscribes = "examples.number.*")
    static final class Slow extends Plugin {
        @Override
        public void onStart() {
            LockSupport.parkNanos(6_000_000_000L);
            super.onStart();
        }
    }

    @Test
    void shouldGiveSignsOfLifeWhenItIsSlowToStart() {
        stage.close();
        subject = RealStageTest.subject(Slow.class);
        stage = new RealStage(subject, folder);
        stage.appear();
        startWell(1);
        assertEquals(1, stage.attaches().size());
    }

    private Process sidecarProcess() throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of(
                Meridian.class.getName(),
                "sidecar",
                "--dir",
                folder.toString(),
                "--plugin",
                "counting-1",
                "--pool",
                "EXAMPLE",
                "--set",
                "bus.backend=memory",
                "--set",
                "sidecar.grpc.port=0",
                "--parent",
                String.valueOf(ProcessHandle.current().pid())));
        command.removeIf(option -> option.startsWith("-Xmx"));
        command.add(1, "-Xmx128m");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("sidecar.log").toFile())
                .start();
    }

    @Test
    void shouldAttachAgainWhenItsSidecarWasKilled() throws IOException {
        Files.writeString(folder.resolve("grants"), """
            allow g-1 subscribe examples.number.* for instance counting-1
            allow g-2 publish examples.count for instance counting-1
            """);
        Process sidecar = sidecarProcess();
        try {
            start();
            until("it attached", () -> output().contains("attached as counting-1"));
            sidecar.destroyForcibly();
            until("it lost its sidecar", () -> output().contains("lost the sidecar"));
            sidecar = sidecarProcess();
            until("it attached again", () -> output().split("attached as counting-1", -1).length == 3);
            assertTrue(process.isAlive());
            process.terminate();
            assertEnds(143);
        } finally {
            sidecar.destroyForcibly();
        }
    }
}
