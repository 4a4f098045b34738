package io.meridian.platform.plugin;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sdk.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a plugin's project, in this process: its own and those it uses. The SDK and what its methods speak of are this
 * process' own; nothing else of this process is seen, as nothing else is there where a plugin runs.
 */
public final class ProjectClasses implements AutoCloseable {
    private static final List<String> SHARED =
            List.of("io.meridian.sdk.", "io.meridian.plugin.contract.", "org.agrona.", "com.google.protobuf.");

    private final URLClassLoader loader;
    private final Class<? extends Plugin> plugin;

    private ProjectClasses(URLClassLoader loader, Class<? extends Plugin> plugin) {
        this.loader = loader;
        this.plugin = plugin;
    }

    /** @throws CommandException when the project is not built, or its plugin is not in Java */
    public static ProjectClasses open(PluginProject project) {
        Manifest manifest = project.manifest();
        if (!manifest.command().isEmpty()) {
            throw CommandException.wrongUse(manifest.id() + " is not in Java, so it cannot run in this process.");
        }
        URL[] path = project.classPath().stream().map(ProjectClasses::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(path, new Shared());
        try {
            return new ProjectClasses(
                    loader, Class.forName(manifest.main(), true, loader).asSubclass(Plugin.class));
        } catch (ClassNotFoundException | ClassCastException | LinkageError wrong) {
            throw CommandException.failed("class=" + manifest.main() + " of " + project.folder() + " cannot be used: "
                    + wrong + ". Build the project anew, with the SDK of this release.");
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("path=" + path + " has no address", impossible);
        }
    }

    public Class<? extends Plugin> plugin() {
        return plugin;
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of " + plugin + " cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Finds the JDK's classes and the shared ones; no resources but the JDK's. */
    private static final class Shared extends ClassLoader {
        Shared() {
            super("shared-with-plugins", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return ProjectClasses.class.getClassLoader().loadClass(name);
        }
    }
}
