package io.meridian.platform.plugin;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.plugin.contract.manifest.ManifestException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folder of a plugin, in any language: its manifest, its settings, and what starts it. */
public final class PluginProject {
    private static final String BUILT = "target/classes/META-INF/meridian/plugin.yaml";

    private final Path folder;

    public PluginProject(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(this.folder)) {
            throw CommandException.wrongUse("There is no folder " + this.folder + ".");
        }
    }

    /**
     * A project as it now is: where a source was saved after its last build, it is compiled first.
     *
     * @throws CommandException when it does not compile
     */
    public static PluginProject upToDate(Path folder) {
        PluginProject project = new PluginProject(folder);
        SourceBuild build = new SourceBuild(project);
        if (build.isStale()) {
            String problems = build.run();
            if (!problems.isEmpty()) {
                throw CommandException.failed("The plugin in " + project.folder + " does not compile:\n" + problems);
            }
        }
        return project;
    }

    public Path folder() {
        return folder;
    }

    /** The manifest that the build wrote, or the one that lies there for a plugin in another language. */
    public Path manifestFile() {
        for (String name : List.of(BUILT, "plugin.yaml")) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw CommandException.failed("There is no plugin.yaml in " + folder + ", nor one that a build wrote."
                + (isMaven() ? " Build the project first: mvn compile" : " Name the folder of a plugin."));
    }

    public boolean isMaven() {
        return Files.exists(folder.resolve("pom.xml"));
    }

    /** The lines of the file {@code settings}; none when there is no such file. */
    public Map<String, String> settings(List<String> problems) {
        Path file = folder.resolve("settings");
        Map<String, String> settings = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return settings;
        }
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (equals < 1) {
                problems.add("settings line " + number + ": '" + text + "' is not name=value");
            } else if (settings.put(
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip())
                    != null) {
                problems.add("settings line " + number + ": "
                        + text.substring(0, equals).strip() + " is there twice");
            }
        }
        return settings;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** All that is wrong with the manifest and the settings. */
    public List<String> problems() {
        return problems(Map.of());
    }

    /** As {@link #problems()}, where these settings win over the file. */
    public List<String> problems(Map<String, String> besides) {
        List<String> problems = new ArrayList<>();
        Map<String, String> given = settings(problems);
        given.putAll(besides);
        Manifest manifest;
        try {
            manifest = Manifest.read(manifestFile());
        } catch (ManifestException wrong) {
            wrong.problems().forEach(problem -> problems.add("plugin.yaml " + problem));
            return problems;
        }
        manifest.problemsOf(given)
                .forEach(problem -> problems.add("settings: " + problem
                        + (problem.endsWith(" must be set") ? "; add a line NAME=VALUE to the file 'settings'" : "")));
        return problems;
    }

    /** The manifest; wrong ones are a failure of the command. */
    public Manifest manifest() {
        try {
            return Manifest.read(manifestFile());
        } catch (ManifestException wrong) {
            throw CommandException.failed(manifestFile() + " is not right:\n" + wrong.getMessage());
        }
    }

    /** Of a plugin in Java: its own classes, then what they use. Those of a release lie beside its manifest. */
    public List<String> classPath() {
        Path jar = folder.resolve("plugin.jar");
        Path classes = Files.exists(jar) ? jar : folder.resolve("target/classes");
        Path file = classes.resolveSibling("classpath.txt");
        if (!Files.exists(file)) {
            throw CommandException.failed(file + " is missing. Build the project first: mvn compile");
        }
        List<String> all = new ArrayList<>();
        all.add(classes.toString());
        for (String part : String.join("", lines(file)).strip().split(File.pathSeparator)) {
            all.add(folder.resolve(part).normalize().toString());
        }
        return all;
    }

    /** What starts the plugin. */
    public List<String> command(Manifest manifest) {
        if (!manifest.command().isEmpty()) {
            return manifest.command();
        }
        List<String> command = new ArrayList<>(PluginJvm.command());
        command.add("-Xmx" + manifest.resources().memoryMib() + "m");
        command.addAll(List.of(
                "-cp", String.join(File.pathSeparator, classPath()), "io.meridian.sdk.PluginMain", manifest.main()));
        return command;
    }
}
