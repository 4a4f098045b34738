package io.meridian.platform.plugin;

import io.meridian.platform.server.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.agrona.IoUtil;

/**
 * Compiles the sources of a project in this process, as its build does but in a fraction of the time. What was compiled before stays as it is until all compiles.
 */
final class SourceBuild {
    private static final String PROCESSOR = "io.meridian.processor.PluginProcessor";
    private static final int MOST_PROBLEMS = 10;

    private final PluginProject project;
    private final Path sources;
    private final Path classes;

    SourceBuild(PluginProject project) {
        this.project = project;
        sources = project.folder().resolve("src/main/java");
        classes = project.folder().resolve("target/classes");
    }

    /** Whether a source was saved after the last build; false where there was none, since only a whole build can begin. */
    boolean isStale() {
        return Files.isDirectory(sources)
                && Files.isDirectory(classes)
                && newest(sources.getParent()) > newest(classes);
    }

    private static long newest(Path folder) {
        try {
            long newest = 0;
            for (Path file : ending(folder, "")) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException("folder=" + folder + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** @return what is wrong with the sources, empty when they are compiled */
    String run() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            return "This Java has no compiler. Use a JDK, or build the project yourself and start the plugin again.";
        }
        try {
            // Of this process alone: another may build it at the same time.
            Path fresh = Files.createTempDirectory(classes.getParent(), "classes-");
            try {
                String problems = compile(compiler, fresh);
                if (problems.isEmpty()) {
                    replace(fresh);
                }
                return problems;
            } finally {
                IoUtil.delete(fresh.toFile(), true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder=" + project.folder() + " cannot be built: " + e.getMessage(), e);
        }
    }

    private String compile(JavaCompiler compiler, Path fresh) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StringWriter other = new StringWriter();
        List<String> used = project.classPath().stream()
                .filter(path -> !path.equals(classes.toString()))
                .toList();
        List<String> options = List.of(
                "-g",
                "-parameters",
                "-d",
                fresh.toString(),
                "-cp",
                String.join(File.pathSeparator, used),
                // It writes the manifest.
                "-proc:full",
                "-processor",
                PROCESSOR,
                "-processorpath",
                JavaCommand.classPath());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            boolean good = compiler.getTask(
                            other,
                            files,
                            found,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(ending(sources, ".java")))
                    .call();
            return good ? "" : problems(found) + other;
        }
    }

    private static String problems(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .limit(MOST_PROBLEMS)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private void replace(Path fresh) throws IOException {
        for (Path old : ending(classes, ".class")) {
            if (!Files.exists(fresh.resolve(classes.relativize(old)))) {
                Files.delete(old);
            }
        }
        copy(project.folder().resolve("src/main/resources"));
        copy(fresh);
    }

    private void copy(Path from) throws IOException {
        for (Path file : ending(from, "")) {
            Path to = classes.resolve(from.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> ending(Path folder, String end) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(end))
                    .toList();
        }
    }
}
