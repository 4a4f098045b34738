package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.plugin.contract.memory.AttachMemory;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way in for a plugin that must not see its sidecar's folder. */
class AttachApartTest {
    /** No process has this number. */
    private static final long NOBODY = Integer.MAX_VALUE;

    @TempDir
    Path root;

    private SidecarRig rig;
    private Path attach;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
        attach = root.resolve("way-in");
        rig.startGranted("a", "sidecar.attach.dir", attach.toString());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static Set<String> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldShowOnlyTheWayInWhenItIsApart() throws Exception {
        Await.until("it can be attached to", () -> Files.exists(attach.resolve("token")));
        assertEquals(Set.of("token", "attach.ring"), in(attach));
        assertFalse(in(rig.folder("a")).contains("token"));
        assertTrue(in(rig.folder("a")).contains("grants"));
        // The group uses what is there, and can change nothing.
        assertEquals("rwxr-x---", permissions(attach));
        assertEquals("rw-r-----", permissions(attach.resolve("token")));
        assertEquals("rw-rw----", permissions(attach.resolve("attach.ring")));
        assertEquals("rwx------", permissions(rig.folder("a")));
    }

    @Test
    void shouldServeAPluginThatCameThatWay() {
        rig.startGranted("b");
        try (TestPlugin from = TestPlugin.attach(attach);
                TestPlugin to = TestPlugin.attach(rig.folder("b"))) {
            to.subscribe("platform.data.**", Profile.FAST);
            from.publish(from.resolve("platform.data.quote.X.A", Profile.FAST), "hello");
            to.awaitGot(1);
            assertEquals("hello", to.texts().getFirst());
        }
    }

    @Test
    void shouldTakeAPluginForDeadByItsSilenceWhenItsProcessHasAnotherNumberThere() {
        try (TestPlugin plugin = TestPlugin.attach(attach)) {
            plugin.die();
            plugin.memory.beat(AttachMemory.Side.PLUGIN, NOBODY, System.nanoTime() / 1_000_000);
            Await.until("it is taken for dead", () -> rig.said("no sign of life"));
            assertFalse(rig.said("process " + NOBODY), rig.lines.toString());
        }
    }

    @Test
    void shouldLeaveFilesOfRootToWhomTheirFolderBelongs() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root writes into folders of others");
        Path folder = Files.createDirectory(root.resolve("theirs"));
        Files.setAttribute(folder, "unix:uid", 20_001);
        WholeFile.write(folder.resolve("grants"), "none");
        assertEquals(20_001, Files.getAttribute(folder.resolve("grants"), "unix:uid"));
        assertEquals("rw-------", permissions(folder.resolve("grants")));
    }
}
