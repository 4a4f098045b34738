package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ZipFolder;
import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipOutputStream;

/**
 * A plugin's project as one zip: of a plugin in Java its classes as {@code plugin.jar} and what they use in {@code lib}; of another its files. The same
 * content gives the same bytes, so it is the same version.
 */
final class PluginBundle {
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "__pycache__", "build");

    private final PluginProject project;

    PluginBundle(PluginProject project) {
        this.project = project;
    }

    /** Sends a project to a manager. @return the version, as the manager tells it */
    static JsonNode register(ManagerLine line, PluginProject project) throws IOException {
        Path zip = Files.createTempFile("meridian-plugin-", ".zip");
        try {
            new PluginBundle(project).write(zip);
            return line.send("/v1/plugins", zip, "application/zip");
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    void write(Path zip) throws IOException {
        Manifest manifest = project.manifest();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            if (manifest.command().isEmpty()) {
                writeJava(out);
            } else {
                ZipFolder.putAll(out, project.folder(), "", LEFT_OUT);
            }
        }
    }

    private void writeJava(ZipOutputStream out) throws IOException {
        List<String> classPath = project.classPath();
        ZipFolder.put(out, "plugin.jar", ZipFolder.jar(Path.of(classPath.getFirst())));
        int number = 0;
        for (String entry : classPath.subList(1, classPath.size())) {
            Path part = Path.of(entry);
            String name = "lib/%02d-%s".formatted(number++, part.getFileName());
            ZipFolder.put(out, Files.isDirectory(part) ? name + ".jar" : name, ZipFolder.jar(part));
        }
    }
}
