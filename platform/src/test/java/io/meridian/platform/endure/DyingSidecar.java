package io.meridian.platform.endure;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;

/** A sidecar in a process of its own that dies between the moment a snapshot is in its place and the bus hearing of it. */
final class DyingSidecar implements IdleStrategy {
    private static final int KILLED = 137;
    private static final long LOOK_NS = 20_000;
    private static final int MOST_LOOKS = 100;

    private final IdleStrategy quiet = new SleepingIdleStrategy(200_000);
    private final Path beingWritten;
    private boolean isBeingWritten;

    private DyingSidecar(Path folder) {
        beingWritten = folder.resolve("state/snapshot.new");
    }

    public static void main(String[] folderAndInstance) throws InterruptedException {
        Path folder = Path.of(folderAndInstance[0]);
        Map<String, String> settings = BusEnvironment.settings(System.getenv());
        settings.put(SidecarSettings.DIR.name(), folder.toString());
        settings.put(SidecarSettings.INSTANCE.name(), folderAndInstance[1]);
        settings.put(SidecarSettings.POOL.name(), folderAndInstance[2]);
        Sidecar.start(new SidecarOptions(Settings.of(WholeSidecar.schemas(), settings))
                .idle(new DyingSidecar(folder))
                .log((level, text) -> System.err.println(level + " " + text)));
        new CountDownLatch(1).await();
    }

    /**
     * On the loop's thread, which alone tells the bus; so when a snapshot comes to its place while this waits, the bus was
     * not told. Waits for moments only: the last piece of a snapshot comes by this thread too.
     */
    private void dieWithTheNextSnapshot() {
        for (int i = 0; i < MOST_LOOKS && Files.exists(beingWritten); i++) {
            isBeingWritten = true;
            LockSupport.parkNanos(LOOK_NS);
        }
        if (isBeingWritten && !Files.exists(beingWritten)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public void idle(int workCount) {
        dieWithTheNextSnapshot();
        quiet.idle(workCount);
    }

    @Override
    public void idle() {
        dieWithTheNextSnapshot();
        quiet.idle();
    }

    @Override
    public void reset() {
        quiet.reset();
    }
}
