package io.meridian.manager;

import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.db.DatabaseAddress;
import io.meridian.manager.grants.SensitiveTopics;
import io.meridian.manager.kill.Neighbours;
import io.meridian.manager.registry.Artifact;
import io.meridian.manager.registry.Instance;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.registry.Quota;
import io.meridian.manager.runtime.docker.DockerImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A manager on a folder of a test, whose world is a {@link MemoryRuntime}. */
public final class TestManager {
    public static final Person ANNA = new Person("anna", EnumSet.allOf(Role.class), "");
    public static final Person BO = new Person("bo", EnumSet.allOf(Role.class), "");
    public static final Person CY = new Person("cy", EnumSet.allOf(Role.class), "");

    public final TestClock clock = new TestClock();
    public final MemoryRuntime runtime = new MemoryRuntime();
    public volatile String openOrders = "";
    public final ToldKills bus = new ToldKills();
    public final List<String> log = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final Mode mode;
    private DockerImages images;
    private Quota quota = new Quota(1000, 1_000_000, 1_000);
    private Office office = Office.ALONE;

    public TestManager(Path folder, Mode mode) {
        this.folder = folder;
        this.mode = mode;
    }

    public TestManager quota(Quota other) {
        quota = other;
        return this;
    }

    public TestManager office(Office other) {
        office = other;
        return this;
    }

    public TestManager images(DockerImages other) {
        images = other;
        return this;
    }

    public Manager open() {
        return open(DatabaseAddress.file(folder.resolve("manager.db")));
    }

    public Manager open(DatabaseAddress database) {
        return Manager.open(new ManagerOptions(
                folder,
                database,
                "test",
                mode,
                List.of(() -> runtime),
                images,
                quota,
                SensitiveTopics.standard(),
                2,
                Duration.ofSeconds(10),
                bus,
                new Neighbours(folder.resolve("neighbours")),
                patterns -> openOrders,
                pattern -> List.of("some.topic"),
                office,
                clock,
                log::add));
    }

    /** The manifest of a plugin that signals. */
    public static String manifest(String id, String version) {
        return """
            manifest: 1
            id: %s
            version: %s
            description: For tests.
            pool: SIGNAL
            main: some.Main
            publishes:
              - platform.signal.insight.%s.*
            subscribes:
              - platform.data.bar.**
            settings:
              - name: fast
                type: integer
                default: 12
                min: 1
              - name: apiKey
                type: string
                secret: true
            """.formatted(id, version, id);
    }

    /** A jar with this manifest. */
    public static byte[] jar(String manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("META-INF/meridian/plugin.yaml"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static PluginVersion register(Manager manager, String id, String version) {
        var received =
                manager.artifacts().receive(Artifact.Kind.JAR, new ByteArrayInputStream(jar(manifest(id, version))));
        return manager.plugins().register(ANNA, received.artifact(), received.manifest(), null);
    }

    public static Instance create(Manager manager, String name, PluginVersion version, String... needs) {
        return manager.instances()
                .create(
                        ANNA,
                        new Instances.Wanted(
                                name, version.plugin(), version.version(), null, Map.of(), Map.of(), List.of(needs)),
                        version,
                        "");
    }

    /** Passes until nothing is under way any more. */
    public static void settle(Manager manager) {
        for (int i = 0; i < 100; i++) {
            if (!manager.reconciler().pass(instance -> true)) {
                return;
            }
        }
        throw new AssertionError("it does not settle: " + manager.reconciler().states());
    }

    public static Set<Role> all() {
        return EnumSet.allOf(Role.class);
    }
}
