package io.meridian.manager.registry;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.registry.Instance.Desired;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstancesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseWrongSettingsAndSayAllThatIsWrong() {
        try (Manager manager = new TestManager(folder, Mode.PRODUCTION).open()) {
            PluginVersion version = register(manager, "momo", "1.0.0");
            Refusal refused = assertThrows(
                    Refusal.class,
                    () -> manager.instances()
                            .create(
                                    ANNA,
                                    new Instances.Wanted(
                                            "m1",
                                            "momo",
                                            "1.0.0",
                                            null,
                                            Map.of("fast", "0", "slow", "1", "apiKey", "open"),
                                            Map.of(),
                                            List.of()),
                                    version,
                                    ""));
            assertEquals(3, refused.problems().size(), refused.problems().toString());
        }
    }

    @Test
    void shouldKeepToTheQuota() {
        TestManager test = new TestManager(folder, Mode.PRODUCTION).quota(new Quota(2, 300, 8));
        try (Manager manager = test.open()) {
            PluginVersion version = register(manager, "momo", "1.0.0");
            create(manager, "m1", version);
            create(manager, "m2", version);
            assertEquals(
                    Refusal.Kind.QUOTA,
                    assertThrows(Refusal.class, () -> create(manager, "m3", version))
                            .kind());
            manager.instances().desire(ANNA, "m1", Desired.RUNNING, "");
            // Each declares 256 MiB.
            Refusal refused =
                    assertThrows(Refusal.class, () -> manager.instances().desire(ANNA, "m2", Desired.RUNNING, ""));
            assertTrue(refused.getMessage().contains("512"), refused.getMessage());
        }
    }

    @Test
    void shouldKeepSecretsForTheirInstanceAlone() {
        TestManager test = new TestManager(folder, Mode.PRODUCTION);
        try (Manager manager = test.open()) {
            create(manager, "m1", register(manager, "momo", "1.0.0"));
            manager.instances().change(ANNA, "m1", 0, new Instances.Change(null, null, Map.of("apiKey", "s3cr3t")), "");
            long restarts = manager.instances().get("m1").restarts();
            assertEquals(1, restarts, "a secret that changed is a reason to start anew");
        }
        try (Manager again = test.open()) {
            assertEquals(
                    "s3cr3t",
                    again.instances().allSettings(again.instances().get("m1")).get("apiKey"));
        }
    }

    @Test
    void shouldMakeAnotherVersionOfTheSameNumberInDevelopment() {
        try (Manager manager = new TestManager(folder, Mode.DEVELOPMENT).open()) {
            register(manager, "momo", "1.0.0");
            byte[] other = TestManager.jar(TestManager.manifest("momo", "1.0.0").replace("For tests", "Another"));
            var received = manager.artifacts().receive(Artifact.Kind.JAR, new java.io.ByteArrayInputStream(other));
            PluginVersion version = manager.plugins().register(ANNA, received.artifact(), received.manifest(), null);
            assertTrue(version.version().startsWith("1.0.0+d"), version.version());
            assertEquals(1, version.notices().size());
            assertEquals(version.version(), manager.plugins().newest("momo").version());
        }
    }

    @Test
    void shouldRefuseAFloatingTagInProduction() {
        try (Manager manager = new TestManager(folder, Mode.PRODUCTION).open()) {
            Artifact image = new Artifact(Artifact.Kind.IMAGE, "acme/momo", "sha256:1");
            byte[] manifest = TestManager.manifest("momo", "1.0.0").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThrows(Refusal.class, () -> manager.plugins().register(ANNA, image, manifest, "latest"));
            assertThrows(Refusal.class, () -> manager.plugins().register(ANNA, image, manifest, "1.0.1"));
            assertEquals(
                    "1.0.0",
                    manager.plugins().register(ANNA, image, manifest, "1.0.0").version());
        }
    }
}
