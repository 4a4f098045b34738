package io.meridian.platform.plugin;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The sources of a plugin that an author is at work on: sees that one was saved, and builds them. Of a plugin in Java these are {@code src/main}; of one in
 * another language all its folder, and there is nothing to build.
 */
public final class ProjectSources implements AutoCloseable {
    /** An editor writes a file in several steps, and many files at once. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules", "__pycache__", "venv");

    private final PluginProject project;
    private final boolean isJava;
    private final WatchService watch;
    private Manifest manifest;
    private long changedNs;

    /** What has become of the plugin since it was asked last. */
    public sealed interface Change {}

    /** Nothing was saved, or it is just being saved. */
    public record None() implements Change {}

    /** What runs can go on running beside it. @param problems what the compiler says */
    public record Broken(String problems) implements Change {}

    /** It can be started anew. @param asksForOther whether its manifest is another one, and so what its sidecar is to grant */
    public record Built(boolean asksForOther, long tookNs) implements Change {}

    public ProjectSources(PluginProject project) {
        this.project = project;
        manifest = project.manifest();
        isJava = manifest.command().isEmpty();
        try {
            watch = project.folder().getFileSystem().newWatchService();
            Path sources = isJava ? project.folder().resolve("src/main") : project.folder();
            if (Files.isDirectory(sources)) {
                watch(sources);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the sources in folder=" + project.folder() + " cannot be watched: " + e.getMessage(), e);
        }
    }

    private void watch(Path sources) throws IOException {
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(sources) && isNoSource(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isNoSource(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || NO_SOURCES.contains(name);
    }

    /** To be asked again and again. Where something was saved it builds, which takes some tenths of a second. */
    public Change look() {
        long nowNs = System.nanoTime();
        for (WatchKey key = watch.poll(); key != null; key = watch.poll()) {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (note((Path) key.watchable(), event)) {
                    changedNs = nowNs;
                }
            }
            key.reset();
        }
        if (changedNs == 0 || nowNs - changedNs < QUIET_NS) {
            return new None();
        }
        changedNs = 0;
        try {
            return build();
        } catch (UncheckedIOException | CommandException halfSaved) {
            // A file that goes while the folder is read; its editor saves again, or there is something to mend.
            return new Broken(halfSaved.getMessage());
        }
    }

    /** @return whether it is about a source; one that is overflow is about all */
    private boolean note(Path folder, WatchEvent<?> event) {
        if (!(event.context() instanceof Path name)) {
            return true;
        }
        Path path = folder.resolve(name);
        if (isNoSource(path)) {
            return false;
        }
        if (event.kind() == ENTRY_CREATE && Files.isDirectory(path)) {
            try {
                watch(path);
            } catch (IOException goneAgain) {
                return true;
            }
        }
        return true;
    }

    private Change build() {
        long beginNs = System.nanoTime();
        if (isJava) {
            String problems = new SourceBuild(project).run();
            if (!problems.isEmpty()) {
                return new Broken(problems);
            }
        }
        String wrong = String.join("\n", project.problems());
        if (!wrong.isEmpty()) {
            return new Broken(wrong);
        }
        Manifest before = manifest;
        manifest = project.manifest();
        return new Built(!manifest.equals(before), System.nanoTime() - beginNs);
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the watch of folder=" + project.folder() + " cannot be closed", e);
        }
    }
}
