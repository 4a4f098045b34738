package io.meridian.manager;

import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Sha256;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.reconcile.Launches;
import io.meridian.manager.registry.Instance;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.runtime.Generation;
import io.meridian.manager.runtime.Launch;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.control.Latch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.TreeMap;

/** Makes the folder of an instance ready: grants, settings with secrets, and the latch of a kill that holds or of open orders. */
final class FolderLaunches implements Launches {
    private static final int SHORT = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Manager manager;

    FolderLaunches(Manager manager) {
        this.manager = manager;
    }

    /** A new version alone keeps the sidecar, with what it has seen and holds, unless it asks more of it than grants: those come while it runs. */
    @Override
    public Generation generation(Instance instance) {
        PluginVersion version = manager.plugins().get(instance.plugin(), instance.version());
        Manifest manifest = version.manifest();
        String sidecar = shortened(String.join(
                " ",
                manifest.pool(),
                Boolean.toString(manifest.command().isEmpty()),
                manifest.egress().toString(),
                instance.runtime(),
                new TreeMap<>(instance.settings()).toString(),
                Long.toString(instance.restarts())));
        return new Generation(
                sidecar, shortened(sidecar + " " + version.artifact().digest() + " " + instance.version()));
    }

    private static String shortened(String text) {
        return Sha256.hex(text).substring(0, SHORT);
    }

    @Override
    public Launch prepare(Instance instance) {
        Launch launch = of(instance);
        launch.folder()
                .prepare(
                        launch.version().manifest(),
                        manager.grantsText(instance.name()),
                        manager.instances().allSettings(instance));
        launch.folder().propose(manager.proposedText(instance.name()));
        Kill kill = manager.kills().holding(instance.name());
        if (kill != null) {
            try {
                Latch.open(launch.folder().sidecar(), manager.options().clock()).set(kill.setBy(), kill.reason());
            } catch (IOException e) {
                throw latchFailed("its orders are stopped by " + kill.setBy(), e);
            }
        }
        return launch;
    }

    @Override
    public Launch forPlugin(Instance instance) {
        Launch launch = of(instance);
        String open = manager.options().openOrders().apply(manager.mayPublish(instance.name()));
        if (!open.isEmpty()) {
            try {
                manager.control(instance.name(), PATIENCE)
                        .latch(
                                Person.MANAGER.name(),
                                "it was started in observe mode, since " + open
                                        + ". Look at them, and let it trade: meridian plugin rearm "
                                        + instance.name());
            } catch (IOException e) {
                throw latchFailed("it must be started in observe mode, since " + open, e);
            }
            launch.folder().observe(open);
        }
        return launch;
    }

    private static UncheckedIOException latchFailed(String why, IOException e) {
        return new UncheckedIOException(why + ", and the latch cannot be set: " + e.getMessage(), e);
    }

    @Override
    public Launch of(Instance instance) {
        return new Launch(
                instance.name(),
                generation(instance),
                manager.plugins().get(instance.plugin(), instance.version()),
                manager.folder(instance.name()));
    }
}
