package io.meridian.platform.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NativeCodeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "libduckdb_java.so_linux_amd64, amd64",
        "libduckdb_java.so_linux_arm64, arm64",
        "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so, amd64",
        "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so, arm64",
        "com/sun/jna/linux-x86-64/libjnidispatch.so, amd64",
        "META-INF/native/libio_grpc_netty_shaded_netty_tcnative_linux_x86_64.so, amd64",
        "META-INF/native/libio_grpc_netty_shaded_netty_transport_native_epoll_x86_64.so, amd64",
        "META-INF/native/libio_grpc_netty_shaded_netty_transport_native_epoll_aarch_64.so, arm64",
    })
    void shouldKeepWhatRunsThere(String name, String architecture) {
        assertFalse(NativeCode.isForElsewhere(name, architecture));
    }

    @ParameterizedTest
    @CsvSource({
        "libduckdb_java.so_linux_arm64, amd64",
        "libduckdb_java.so_linux_amd64, arm64",
        "libduckdb_java.so_windows_amd64, amd64",
        "libduckdb_java.so_macos_arm64, arm64",
        "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so, amd64",
        "org/sqlite/native/Linux/x86/libsqlitejdbc.so, amd64",
        "org/sqlite/native/Linux/armv7/libsqlitejdbc.so, arm64",
        "org/sqlite/native/FreeBSD/x86_64/libsqlitejdbc.so, amd64",
        "com/sun/jna/win32-x86-64/jnidispatch.dll, amd64",
        "aix/ppc64/libzstd-jni-1.5.6-10.so, amd64",
    })
    void shouldLeaveOutWhatRunsElsewhere(String name, String architecture) {
        assertTrue(NativeCode.isForElsewhere(name, architecture));
    }

    @ParameterizedTest
    @CsvSource({"io/meridian/arm/Alarm.class", "windows.properties", "a/b/mac.so.txt"})
    void shouldKeepWhatIsNotNative(String name) {
        assertFalse(NativeCode.isForElsewhere(name, "amd64"));
    }

    @Test
    void shouldCopyAJarWithoutItAndUnpackWhatStays() throws IOException {
        Path jar = folder.resolve("a.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("a/", "a/A.class", "linux/amd64/liba.so", "darwin/aarch64/liba.dylib")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.endsWith("/") ? new byte[0] : name.getBytes());
                out.closeEntry();
            }
        }
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Path to = folder.resolve("b.jar");

        NativeCode.copy(jar, to, "amd64", unpacked);

        try (ZipFile copied = new ZipFile(to.toFile());
                Stream<Path> code = Files.list(unpacked)) {
            assertEquals(
                    List.of("a/", "a/A.class", "linux/amd64/liba.so"),
                    copied.stream().map(ZipEntry::getName).toList());
            assertArrayEquals(
                    "linux/amd64/liba.so".getBytes(),
                    Files.readAllBytes(code.findFirst().orElseThrow()));
        }
    }
}
