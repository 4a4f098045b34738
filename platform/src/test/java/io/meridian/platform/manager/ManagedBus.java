package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.manager.basis.FolderTree;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real server of the bus with a manager beside it, for tests that run plugins. A machine without the server skips the test. */
final class ManagedBus implements AutoCloseable {
    private static final String ENGINE = "nats";
    private static final String DEPLOYMENT = "managed";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final Path folder;
    private final LocalServer server;
    private final Map<String, String> environment;
    private final ManagerRig rig;

    ManagedBus() throws Exception {
        String missing = LocalServers.missing(ENGINE);
        assumeTrue(missing == null, missing);
        // A socket's path has at most some hundred characters.
        folder = Files.createTempDirectory(
                "managed", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        server = LocalServers.of(ENGINE, DEPLOYMENT, folder.resolve("data"), folder.resolve("server.log"));
        server.start();
        environment = new TreeMap<>(server.environment());
        environment.put("BUS_BACKEND", ENGINE);
        environment.put("BUS_DEPLOYMENT", DEPLOYMENT);
        rig = new ManagerRig(folder.resolve("m"), environment);
    }

    Path folder() {
        return folder;
    }

    LocalServer server() {
        return server;
    }

    /** What leads to the bus. */
    Map<String, String> environment() {
        return environment;
    }

    ManagerRig rig() {
        return rig;
    }

    /** A sidecar that the manager knows nothing of, and that no plugin is attached to. */
    WholeSidecar strangeSidecar(String instance) throws IOException {
        Path own = Files.createDirectories(folder.resolve(instance));
        Files.writeString(own.resolve("grants"), "");
        Map<String, String> values = new TreeMap<>(BusEnvironment.settings(environment));
        values.put("sidecar.dir", own.toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", "STRATEGY");
        values.put("sidecar.grpc", "false");
        return WholeSidecar.start(Settings.of(WholeSidecar.schemas(), values), (level, text) -> {});
    }

    /** A connection of the test's own, which may do everything. */
    Bus connect() {
        Bus bus = Bus.open(new BusContext()
                .settings(Settings.of(BusSettings.schemas(), BusEnvironment.settings(environment)))
                .unrestricted());
        bus.awaitConnected(PATIENCE_NS);
        return bus;
    }

    @Override
    public void close() {
        rig.close();
        server.close();
        FolderTree.delete(folder);
    }
}
