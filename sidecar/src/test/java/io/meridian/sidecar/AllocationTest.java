package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On an engine that allocates nothing, so that every byte counted is the sidecar's or the bus'. */
class AllocationTest {
    private static final int MESSAGES = 100_000;
    private static final int ROUNDS = 10;
    /** The two commands that read the counter allocate a little themselves. */
    private static final long FEW = 4096;

    @TempDir
    Path root;

    private SidecarRig rig;
    private final byte[] payload = new byte[100];
    private long deliveredTo;
    private long received;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
        rig.busSettings.remove("memory.space");
        rig.busSettings.put("bus.backend", "echo");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"FAST", "DURABLE"})
    void shouldAllocateNothingForAMessageInTheSteadyState(Profile profile) {
        Sidecar sidecar = rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int subscription = plugin.subscribe(
                            Open.newBuilder().setPattern("platform.data.x").setProfile(profile))
                    .number();
            int handle = plugin.resolve("platform.data.x", profile);
            // What a message costs is paid in every round; the compiler and a command cost something in one or another.
            long bytes = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && bytes >= FEW; round++) {
                long before = allocated(sidecar);
                pump(plugin, handle, subscription, profile);
                bytes = Math.min(bytes, allocated(sidecar) - before);
            }
            assertTrue(received > 1000, "received=" + received);
            assertTrue(bytes < FEW, "bytes over " + MESSAGES + " messages, in the best round: " + bytes);
        }
    }

    private void pump(TestPlugin plugin, int handle, int subscription, Profile profile) {
        long before = received;
        for (int i = 0; i < MESSAGES; ) {
            // Not so far ahead that the engine refuses: a verdict waits behind a publish in the ring.
            if (i - (received - before) < 500 && plugin.offer(i, handle, payload, 0, 0)) {
                i++;
            } else {
                LockSupport.parkNanos(20_000);
            }
            if (take(plugin) > 0 && profile == Profile.DURABLE) {
                plugin.settle(subscription, deliveredTo, SettleVerdict.DONE, "");
            }
        }
        Await.until("all was taken", () -> take(plugin) >= 0 && received - before == MESSAGES);
    }

    private int take(TestPlugin plugin) {
        return plugin.memory.toPlugin().read((type, buffer, offset, length) -> {
            if (type == DeliverDecoder.TEMPLATE_ID) {
                received++;
                deliveredTo = buffer.getLong(offset + 8);
            }
        });
    }

    private static long allocated(Sidecar sidecar) {
        CompletableFuture<Long> bytes = new CompletableFuture<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        sidecar.loop().execute(() -> bytes.complete(threads.getCurrentThreadAllocatedBytes()));
        return bytes.join();
    }
}
