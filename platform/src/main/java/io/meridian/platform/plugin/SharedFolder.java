package io.meridian.platform.plugin;

import io.meridian.manager.grants.Asked;
import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The folder that a sidecar and its plugin share, as it is made on a developer's machine: what the manifest asks for is
 * granted. Elsewhere an admin decides that.
 */
final class SharedFolder {
    /** Is there once the sidecar can take its plugin. */
    private static final String TOKEN = "token";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path path;

    SharedFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    /** Makes it ready for a sidecar that is to start. State and latch of an earlier run stay. */
    void prepare(Manifest manifest, String instance, Map<String, String> settings) {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path.getParent());
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            requireNoSidecar();
            Files.deleteIfExists(path.resolve(TOKEN));
            Files.writeString(path.resolve("grants"), grants(manifest, instance));
            Files.writeString(path.resolve("settings"), lines);
            Files.write(
                    path.resolve("egress"),
                    manifest.egress().stream().map(host -> "allow " + host).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make folder=" + path + " for the sidecar: " + e.getMessage(), e);
        }
    }

    private void requireNoSidecar() {
        try {
            new ControlClient(path, PATIENCE).status();
        } catch (IOException none) {
            return;
        }
        throw CommandException.wrongUse(
                "A sidecar runs in " + path + " already. End it, or choose another instance name.");
    }

    boolean canTakePlugin() {
        return Files.exists(path.resolve(TOKEN));
    }

    /** What the manifest asks for, granted. */
    static String grants(Manifest manifest, String instance) {
        StringBuilder lines = new StringBuilder("# All that the manifest of " + manifest.id()
                + " asks for. Written anew at every start; changes made while it runs are in force at once.\n");
        for (Asked asked : Asked.of(manifest)) {
            long number = lines.chars().filter(c -> c == '\n').count();
            String action = asked.action().name().toLowerCase(Locale.ROOT);
            lines.append("allow m-%d %s %s for instance %s\n".formatted(number, action, asked.pattern(), instance));
        }
        return lines.toString();
    }
}
