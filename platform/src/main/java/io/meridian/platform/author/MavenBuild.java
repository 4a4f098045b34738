package io.meridian.platform.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Maven builds and tests a project. One that is a module of a larger build is built from the top of that, with the modules
 * that it needs and their present sources: those are installed nowhere.
 */
final class MavenBuild {
    private static final Pattern MODULE = Pattern.compile("<module>\\s*([^<]+?)\\s*</module>");

    private final Path project;
    private final Path top;

    MavenBuild(Path project) {
        this.project = project;
        Path found = project;
        for (Path each = project.getParent(); each != null; each = each.getParent()) {
            if (hasModule(each)) {
                found = each;
            }
        }
        top = found;
    }

    private boolean hasModule(Path build) {
        for (Path module : modules(build)) {
            if (module.equals(project) || hasModule(module)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> modules(Path build) {
        Path pom = build.resolve("pom.xml");
        if (!Files.isRegularFile(pom)) {
            return List.of();
        }
        try {
            return MODULE.matcher(Files.readString(pom))
                    .results()
                    .map(module -> build.resolve(module.group(1)).normalize())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + pom + ": " + e.getMessage(), e);
        }
    }

    /** Where Maven is to be run. */
    Path folder() {
        return top;
    }

    /**
     * What is to be run there.
     *
     * @param tests whether the project's own tests are run; those of the modules that it needs are not
     */
    List<String> command(boolean tests, boolean offline) {
        boolean alone = top.equals(project);
        String classes = tests && !alone ? testClasses() : "";
        String phase = tests && (alone || !classes.isEmpty()) ? "test" : "process-classes";
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", phase));
        if (offline) {
            command.add("-o");
        }
        if (!alone) {
            command.addAll(List.of("-pl", top.relativize(project).toString(), "-am"));
        }
        if (!classes.isEmpty()) {
            command.addAll(List.of("-Dtest=" + classes, "-Dsurefire.failIfNoSpecifiedTests=false"));
        }
        return command;
    }

    /** As Maven is told them, separated by commas. */
    private String testClasses() {
        Path sources = project.resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.getFileName().toString().endsWith("Test.java"))
                    .map(file -> sources.relativize(file).toString().replace(".java", ""))
                    .sorted()
                    .collect(Collectors.joining(","));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read folder=" + sources + ": " + e.getMessage(), e);
        }
    }
}
