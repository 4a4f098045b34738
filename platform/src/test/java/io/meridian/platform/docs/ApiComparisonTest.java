package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.Topic;
import io.meridian.platform.monitoring.RuleFiles;
import io.meridian.platform.server.JavaCommand;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.sdk.Strategy;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/compare-api.sh} on releases that are made here, some with one method fewer. */
@Tag("server")
@Timeout(300)
final class ApiComparisonTest {
    private static final Map<String, Class<?>> MODULES =
            Map.of("bus-api", Topic.class, "plugin-contract", ControlAct.class, "plugin-sdk", Strategy.class);
    /** What their types are made of. */
    private static final List<String> BENEATH = List.of("agrona-", "grpc-", "protobuf-");

    private static final String REMOVED = "cancel";

    @TempDir
    Path folder;

    @Test
    void shouldTakeALaterReleaseWithTheSameApi() throws Exception {
        Path archive = folder.resolve("before.tar.gz");
        release("meridian-0.1.0", "0.1.0", false);
        run(0, "tar", "-czf", archive.toString(), "-C", folder.toString(), "meridian-0.1.0");
        String said = compare(0, archive, release("after", "0.1.1", false));
        assertTrue(said.contains("of 0.1.0 runs on 0.1.1"), said);
    }

    @Test
    void shouldRefuseAReleaseThatLacksAMethodUnlessItsVersionSaysSo() throws Exception {
        Path before = release("before", "0.1.0", false);
        String said = compare(1, before, release("patch", "0.1.1", true));
        assertTrue(said.contains("REMOVED METHOD: PROTECTED(-) FINAL(-) long " + REMOVED), said);
        assertTrue(said.contains("plugin-sdk: what was compiled against 0.1.0 does not run on 0.1.1"), said);
        assertTrue(said.contains("Give the release a new second number"), said);
        said = compare(0, before, release("second", "0.2.0", true));
        assertTrue(said.contains("as its version says"), said);
        said = compare(1, release("first", "1.2.0", false), release("minor", "1.3.0", true));
        assertTrue(said.contains("Give the release a new first number"), said);
    }

    @Test
    void shouldSayWhatAReleaseIsWhenItIsGivenNone() throws Exception {
        String said = compare(2, folder, folder);
        assertTrue(said.contains("is no release"), said);
    }

    private static String compare(int exit, Path before, Path after) throws Exception {
        String script = RuleFiles.REPOSITORY.resolve("scripts/compare-api.sh").toString();
        return run(exit, script, before.toString(), after.toString());
    }

    private static String run(int exit, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    /** @param isShort whether the method is left out */
    private Path release(String name, String version, boolean isShort) throws IOException, URISyntaxException {
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        for (String each : JavaCommand.classPath().split(":")) {
            Path jar = Path.of(each);
            String file = jar.getFileName().toString();
            if (BENEATH.stream().anyMatch(file::startsWith)) {
                Files.copy(jar, lib.resolve(file));
            }
        }
        for (String module : MODULES.keySet()) {
            Path built = Path.of(MODULES.get(module)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path jar = lib.resolve(module + "-" + version + ".jar");
            if (Files.isDirectory(built)) {
                pack(built, jar, isShort);
            } else {
                try (FileSystem packed = FileSystems.newFileSystem(built)) {
                    pack(packed.getPath("/"), jar, isShort);
                }
            }
        }
        return folder.resolve(name);
    }

    private static void pack(Path from, Path jar, boolean isShort) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> all = Files.walk(from)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                String name = from.relativize(file).toString();
                byte[] bytes = Files.readAllBytes(file);
                packed.putNextEntry(new ZipEntry(name));
                packed.write(isShort && name.endsWith("sdk/Strategy.class") ? shorter(bytes) : bytes);
                packed.closeEntry();
            }
        }
    }

    private static byte[] shorter(byte[] bytes) {
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes),
                ClassTransform.dropping(part -> part instanceof MethodModel method
                        && method.methodName().equalsString(REMOVED)));
    }
}
