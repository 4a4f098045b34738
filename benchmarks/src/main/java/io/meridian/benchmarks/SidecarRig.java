package io.meridian.benchmarks;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.setting.Settings;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.assembly.WholeSidecar;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.limit.TradingGate;
import io.meridian.sidecar.metrics.SidecarMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/** Buses, sidecars and plugins on Aeron with a media driver of their own. What was opened is closed part by part. */
final class SidecarRig implements AutoCloseable {
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    final List<AutoCloseable> open = new ArrayList<>();
    private final Path folder;
    private final Map<String, String> bus = new HashMap<>();
    private int sidecars;

    SidecarRig() throws IOException {
        Path shared = Path.of("/dev/shm");
        folder = Files.createTempDirectory(Files.isWritable(shared) ? shared : Path.of("/tmp"), "meridian-bench-");
        bus.put("bus.backend", "aeron");
        bus.put("bus.deployment", "bench");
        bus.put("aeron.dir", folder.resolve("driver").toString());
        bus.put("aeron.archive.dir", folder.resolve("archive").toString());
        // Room for many bursts: the media driver notices only after a while that the log was drained.
        bus.put("aeron.term.length", "16m");
    }

    Bus bus() {
        Bus opened = Opened.in(open, Bus.open(new BusContext().settings(bus).unrestricted()));
        opened.awaitConnected(PATIENCE_NS);
        return opened;
    }

    /** How a process of its own finds the bus. The first bus that was opened here has the driver. */
    List<String> busSettings() {
        Map<String, String> values = new HashMap<>(bus);
        values.put("aeron.driver", "external");
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .toList();
    }

    /** A plugin on shared memory beside a sidecar, whose loop has this idle strategy; null for the usual. */
    RingPlugin plugin(String instance, IdleStrategy idle) throws IOException {
        Path own = folder(instance);
        Settings settings = settings(instance, own);
        Latch latch = Latch.open(own, InstantSource.system());
        SidecarOptions options = new SidecarOptions(settings)
                .gate(TradingGate.of(settings, latch, System.nanoTime()))
                .observer(new SidecarMetrics(settings, SystemNanoClock.INSTANCE));
        if (idle != null) {
            options.idle(idle);
        }
        Opened.in(open, Sidecar.start(options));
        return Opened.in(open, new RingPlugin(own));
    }

    /** A plugin on gRPC over the Unix socket of a whole sidecar. */
    GrpcPlugin grpcPlugin(String instance) throws IOException {
        Path own = folder(instance);
        Opened.in(open, WholeSidecar.start(settings(instance, own), (level, text) -> {}));
        return Opened.in(open, new GrpcPlugin(own));
    }

    /** A sidecar's folder with grants in it. */
    Path folder(String instance) throws IOException {
        Path own = folder.resolve(instance + "-" + sidecars++);
        Files.createDirectories(own);
        Files.write(
                own.resolve("grants"),
                List.of(
                        "allow p publish platform.data.** for instance " + instance,
                        "allow s subscribe platform.data.** for instance " + instance));
        return own;
    }

    private Settings settings(String instance, Path own) {
        Map<String, String> values = new HashMap<>(bus);
        values.put("sidecar.dir", own.toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", "DGM");
        values.put("sidecar.grpc.port", "0");
        return Settings.of(WholeSidecar.schemas(), values);
    }

    /** Ends what was opened, and makes room for the next part. */
    void closeParts() throws Exception {
        Opened.closeAll(open);
    }

    @Override
    public void close() {
        IoUtil.delete(folder.toFile(), true);
    }
}
