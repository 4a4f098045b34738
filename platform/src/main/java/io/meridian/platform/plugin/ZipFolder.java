package io.meridian.platform.plugin;

import io.meridian.platform.cli.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as zips and jars. The same content gives the same bytes, whenever it was built. */
public final class ZipFolder {
    /** Any fixed time: it must not tell one build from another. */
    private static final LocalDateTime TIME = LocalDateTime.of(2020, 1, 1, 0, 0);

    private ZipFolder() {}

    /** A class path entry as a jar: what is one, or the classes of a folder. */
    public static byte[] jar(Path entry) throws IOException {
        if (Files.isRegularFile(entry)) {
            return Files.readAllBytes(entry);
        }
        if (!Files.isDirectory(entry)) {
            throw CommandException.failed(entry + " is missing. Build the project first: mvn compile");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Path> files;
        try (Stream<Path> all = Files.walk(entry)) {
            files = all.filter(file -> !file.equals(entry)).sorted().toList();
        }
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (Path file : files) {
                String name = entry.relativize(file).toString();
                // Whoever looks for what is in a folder finds it by the folder.
                if (Files.isDirectory(file)) {
                    put(jar, name + "/", new byte[0]);
                } else {
                    put(jar, name, Files.readAllBytes(file));
                }
            }
        }
        return bytes.toByteArray();
    }

    /** All files of a folder, save hidden ones. @param leftOut names that are left out */
    public static void putAll(ZipOutputStream out, Path folder, String prefix, Set<String> leftOut) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted().toList();
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".") || leftOut.contains(name)) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                putAll(out, entry, prefix + name + "/", leftOut);
            } else {
                put(out, prefix + name, Files.readAllBytes(entry));
            }
        }
    }

    /** One file. */
    public static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
