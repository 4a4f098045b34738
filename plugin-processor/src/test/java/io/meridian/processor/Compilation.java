package io.meridian.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sdk.annotation.MeridianPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One run of the compiler with the processor, over small sources. */
final class Compilation {
    private final Path classes;
    private final boolean good;
    private final List<Diagnostic<? extends JavaFileObject>> errors;

    private Compilation(Path classes, boolean good, List<Diagnostic<? extends JavaFileObject>> errors) {
        this.classes = classes;
        this.good = good;
        this.errors = errors;
    }

    /** Compiles sources, each the text of {@code com/acme/NAME.java} with NAME its first class. */
    static Compilation of(Path classes, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try {
            Path sdk = Path.of(MeridianPlugin.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    compiler.getStandardFileManager(diagnostics, null, UTF_8),
                    diagnostics,
                    List.of("-d", classes.toString(), "-cp", sdk.toString(), "-Xlint:all,-processing", "-Werror"),
                    null,
                    units(sources));
            task.setProcessors(List.of(new PluginProcessor()));
            boolean good = task.call();
            return new Compilation(
                    classes,
                    good,
                    diagnostics.getDiagnostics().stream()
                            .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                            .<Diagnostic<? extends JavaFileObject>>map(each -> each)
                            .toList());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JavaFileObject> units(String... sources) {
        List<JavaFileObject> units = new ArrayList<>();
        for (String source : sources) {
            String name = source.replaceFirst("(?s).*?\\b(?:class|record|interface) (\\w+).*", "$1");
            String folder =
                    source.replaceFirst("(?s).*?\\bpackage ([\\w.]+);.*", "$1").replace('.', '/');
            units.add(
                    new SimpleJavaFileObject(
                            URI.create("string:///" + folder + "/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    });
        }
        return units;
    }

    boolean good() {
        return good;
    }

    /** What the compiler complained of, with the line each is at in front. */
    List<String> errors() {
        return errors.stream()
                .map(error -> error.getLineNumber() + ": " + error.getMessage(null))
                .toList();
    }

    String output(String name) {
        try {
            return Files.readString(classes.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean wrote(String name) {
        return Files.exists(classes.resolve(name));
    }
}
