package io.meridian.manager.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.basis.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactStoreTest {
    private static final byte[] MANIFEST = TestManager.manifest("momo", "1.0.0").getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private ArtifactStore store() {
        return new ArtifactStore(folder.resolve("artifacts"));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(MANIFEST);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private ArtifactStore.Received receive(Artifact.Kind kind, byte[] content) {
        return store().receive(kind, new ByteArrayInputStream(content));
    }

    @Test
    void shouldKeepAJarUnderItsChecksum() throws Exception {
        byte[] jar = zip("META-INF/meridian/plugin.yaml");
        ArtifactStore.Received received = receive(Artifact.Kind.JAR, jar);
        assertEquals(
                "sha256:" + HexFormat.of().formatHex(Sha256.digest().digest(jar)),
                received.artifact().digest());
        assertArrayEquals(MANIFEST, received.manifest());
        assertArrayEquals(jar, Files.readAllBytes(Path.of(received.artifact().location(), "plugin.jar")));
        assertEquals(received.artifact(), receive(Artifact.Kind.JAR, jar).artifact());
    }

    @Test
    void shouldRefuseAZipThatLeavesItsFolder() throws Exception {
        for (String name : new String[] {"../out", "a/../../out", "/etc/out", "received"}) {
            Refusal refused =
                    assertThrows(Refusal.class, () -> receive(Artifact.Kind.BUNDLE, zip("plugin.yaml", name)), name);
            assertTrue(refused.getMessage().contains("stay in its folder"), refused.getMessage());
        }
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void shouldRefuseWhatIsNoPlugin() throws Exception {
        assertThrows(Refusal.class, () -> receive(Artifact.Kind.JAR, zip("some.txt")));
        assertThrows(Refusal.class, () -> receive(Artifact.Kind.BUNDLE, zip("some.txt")));
        assertThrows(Refusal.class, () -> receive(Artifact.Kind.BUNDLE, new byte[0]));
        assertThrows(Refusal.class, () -> receive(Artifact.Kind.JAR, "no jar".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldTakeOrRefuseWhateverIsSentAndLeaveNoDraft() throws Exception {
        Random random = new Random(11);
        byte[] good = zip("plugin.yaml", "lib/a.jar", "plugin.jar");
        for (int i = 0; i < 400; i++) {
            byte[] bytes = good.clone();
            for (int j = random.nextInt(6); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] sent = random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            try {
                receive(random.nextBoolean() ? Artifact.Kind.BUNDLE : Artifact.Kind.JAR, sent);
            } catch (Refusal refused) {
                assertFalse(refused.getMessage().isBlank());
            }
        }
        try (Stream<Path> left = Files.list(folder.resolve("artifacts"))) {
            assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith(".draft")));
        }
    }
}
