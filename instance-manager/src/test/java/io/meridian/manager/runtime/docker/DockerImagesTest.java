package io.meridian.manager.runtime.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With images that exist on this machine only, and with one that a registry on the loopback has. */
@Tag("server")
@Timeout(180)
final class DockerImagesTest {
    private static final String MANIFEST = TestManager.manifest("momo", "1.0.0");

    @TempDir
    private Path folder;

    private DockerDaemon daemon;
    private DockerImages images;

    @AfterAll
    static void removeImages() {
        TestDocker.removeImages();
    }

    @BeforeEach
    void open() {
        daemon = TestDocker.daemon();
        images = new DockerImages(daemon, "meridian-test-none:1");
    }

    private String build(String repository) throws Exception {
        return TestDocker.plugin(daemon, folder, MANIFEST, repository, "1.0.0");
    }

    private void remove(String name) {
        TestDocker.remove(daemon, name);
    }

    @Test
    void shouldNameAnImageThatIsOnlyHereByItsId() throws Exception {
        String id = build("meridian-test-momo");
        DockerImages.Found found = images.find("meridian-test-momo:1.0.0").orElseThrow();
        assertTrue(found.artifact().location().startsWith("sha256:" + id), found.toString());
        assertEquals(found.artifact().location(), found.artifact().digest());
        assertEquals("1.0.0", found.tag());
        assertEquals(MANIFEST, new String(found.manifest(), StandardCharsets.UTF_8));
        DockerImages.Found byId = images.find(found.artifact().location()).orElseThrow();
        assertNull(byId.tag());
        assertEquals(found.artifact(), byId.artifact());
        remove("meridian-test-momo:1.0.0");
    }

    @Test
    void shouldRefuseAnImageThatIsNoPlugin() throws Exception {
        String id = TestDocker.shell(daemon, folder, "exit 0", Map.of());
        String none = daemon.ask(docker -> docker.inspectImageCmd(id).exec()).getId();
        Refusal refused = assertThrows(Refusal.class, () -> images.find(none));
        assertTrue(refused.getMessage().contains("no label io.meridian.manifest"), refused.getMessage());
        for (String odd : new String[] {"NO SUCH", "a:b:c", "", "..", "x@sha256:1", "a/../../b", "a b", "a?x=1"}) {
            Refusal told = assertThrows(Refusal.class, () -> images.find(odd), odd);
            assertTrue(told.getMessage().contains("no name of an image"), told.getMessage());
        }
    }

    @Test
    void shouldFetchWhatIsNotHereAndNameItByTheDigestOfItsRegistry() throws Exception {
        String id = build("meridian-test-far");
        try (LoopbackRegistry registry = LoopbackRegistry.of(daemon, "meridian-test-far:1.0.0")) {
            remove(id);
            String name = "127.0.0.1:" + registry.port() + "/far/momo";
            assertTrue(images.find(name + ":1.0.0").isEmpty());
            DockerImages.Progress done = await(() -> images.fetch(name + ":1.0.0"));
            assertTrue(done.totalBytes() > 0 && done.doneBytes() > 0, done.toString());
            DockerImages.Found found = images.find(name + ":1.0.0").orElseThrow();
            assertEquals(name + "@" + registry.digest(), found.artifact().location());
            assertEquals(registry.digest(), found.artifact().digest());
            assertTrue(images.id(found.artifact().location()).isPresent(), "it can be run by that");
            remove(name + ":1.0.0");
            assertTrue(images.id(found.artifact().location()).isEmpty());
            await(() -> images.fetch(found.artifact().location()));
            assertTrue(images.id(found.artifact().location()).isPresent(), "and fetched by that");
            remove(name + "@" + registry.digest());
        }
    }

    private static DockerImages.Progress await(Supplier<DockerImages.Progress> fetch) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        DockerImages.Progress progress = fetch.get();
        while (!progress.isOver()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not in time: " + progress);
            TimeUnit.MILLISECONDS.sleep(20);
            progress = fetch.get();
        }
        return progress;
    }

    @Test
    void shouldSayThatAnImageCannotBeHad() {
        Refusal built = assertThrows(Refusal.class, () -> images.fetch("sha256:" + "ab".repeat(32)));
        assertTrue(built.getMessage().contains("build it again"), built.getMessage());
        Refusal away = assertThrows(Refusal.class, () -> await(() -> images.fetch("127.0.0.1:1/none/such:1.0.0")));
        assertTrue(away.getMessage().contains("cannot be fetched"), away.getMessage());
    }
}
