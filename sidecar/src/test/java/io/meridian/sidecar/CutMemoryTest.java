package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that makes the shared file shorter, so that the memory behind it is gone, harms only itself. */
class CutMemoryTest {
    private static final int MOST = 3000;

    @TempDir
    Path root;

    private SidecarRig rig;
    private Process process;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        end();
        rig.close();
    }

    private void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void cut(int received, long length) throws Exception {
        process = TestProcess.start(
                CuttingPlugin.class,
                root.resolve("cutting.log"),
                rig.folder("a").toString(),
                Integer.toString(received),
                Long.toString(length));
    }

    @Test
    void shouldEndTheSessionAndServeTheNextPluginWhenTheSharedFileIsCutShort() throws Exception {
        Bus bus = rig.bus();
        Publisher publisher = bus.publisher(PublisherSpec.durable("platform.oms.x"));
        Sidecar sidecar = rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(orders());
        }
        Await.until("it is gone", () -> !sidecar.status().attached());
        List<String> expected = new ArrayList<>();
        long[] lengths = {0, 4096, 0};
        for (int i = 0; i < lengths.length; i++) {
            long before = rig.errors("memory_cut");
            cut(20, lengths[i]);
            Await.until("the memory is gone", () -> {
                byte[] text = ("m" + expected.size()).getBytes(StandardCharsets.UTF_8);
                if (expected.size() < MOST && publisher.offer(new UnsafeBuffer(text), 0, text.length) > 0) {
                    expected.add("m" + expected.size());
                }
                return rig.errors("memory_cut") > before && !sidecar.status().attached();
            });
            end();
        }
        assertNotEquals(SidecarState.FAULTED, sidecar.status().state());
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(orders());
            plugin.awaitGot(expected.size());
            assertEquals(expected, plugin.texts());
        }
    }

    @Test
    void shouldOfferAnotherFileWhenTheOneThatNobodyAttachedToIsCutShort() throws Exception {
        Sidecar sidecar = rig.startGranted("a");
        cut(0, 0);
        Await.until("the memory is gone", () -> rig.errors("memory_cut") > 0);
        end();
        Path ring = rig.folder("a").resolve("attach.ring");
        Await.until("there is another", () -> ring.toFile().length() > 0);
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.resolve("platform.oms.y", Profile.FAST);
        }
        assertNotEquals(SidecarState.FAULTED, sidecar.status().state());
    }

    private static Open.Builder orders() {
        return Open.newBuilder()
                .setPattern("platform.oms.x")
                .setProfile(Profile.DURABLE)
                .setName("orders")
                .setMaxInFlight(60_000);
    }
}
