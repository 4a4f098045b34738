package io.meridian.platform.author;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** The project of one plugin: which files it has, which of them the tool owns, and what goes into them. */
final class Scaffold {
    /** Tells what a project was made as, for later updates. */
    static final String DESCRIPTION = ".meridian/project";

    private static final String ID = "[a-z][a-z0-9-]{1,39}";
    private static final Set<String> WORDS = Set.of(
            "abstract",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "final",
            "float",
            "for",
            "if",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "package",
            "private",
            "public",
            "return",
            "short",
            "static",
            "super",
            "switch",
            "this",
            "throw",
            "try",
            "void",
            "while");

    private final Path project;
    private final String id;
    private final String packageName;
    private final Path repository;

    private Scaffold(Path project, String id, String packageName, Path repository) {
        this.project = project;
        this.id = id;
        this.packageName = packageName;
        this.repository = repository;
    }

    /** A project that is not there yet. */
    static Scaffold create(Path project, String id, String packageName, Path repository) {
        if (!id.matches(ID)) {
            throw CommandException.wrongUse(
                    "'" + id + "' cannot be the name of a plugin: it takes 2 to 40 of a-z 0-9 -,"
                            + " a letter first, as my-alpha.");
        }
        String chosen = packageName == null ? "strategies." + id.replace("-", "") : packageName;
        for (String part : chosen.split("\\.", -1)) {
            if (!part.matches("[a-z_][a-z0-9_]*") || WORDS.contains(part)) {
                throw CommandException.wrongUse("'" + chosen + "' cannot be a package of Java; choose another with"
                        + " --package, as com.example.alpha.");
            }
        }
        return new Scaffold(project, id, chosen, repository);
    }

    /** A project that the tool made before. */
    static Scaffold existing(Path project, Path repository) {
        Path description = project.resolve(DESCRIPTION);
        if (!Files.exists(description)) {
            throw CommandException.wrongUse("There is no project of 'meridian new' in " + project + ": " + DESCRIPTION
                    + " is missing. Name its folder with --dir, or make one: meridian new strategy NAME.");
        }
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(description)) {
            properties.load(in);
        } catch (IOException e) {
            throw CommandException.failed("Cannot read " + description + ": " + e.getMessage());
        }
        return create(project, properties.getProperty("id", ""), properties.getProperty("package", ""), repository);
    }

    String className() {
        StringBuilder name = new StringBuilder();
        for (String part : id.split("-")) {
            if (!part.isEmpty()) {
                name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return name.toString();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(SdkRepository.versions());
        values.put("id", id);
        values.put("package", packageName);
        values.put("className", className());
        // A folder's address ends with a slash only once the folder is there.
        values.put("repository", repository.toUri().toString().replaceFirst("/+$", ""));
        return values;
    }

    /** The files that the tool owns, by name; the author's are not touched after the first time. */
    private Map<String, String> owned() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(".meridian/build.xml", fill("build.xml"));
        files.put(".mvn/maven.config", fill("maven.config"));
        files.put(DESCRIPTION, fill("project"));
        return files;
    }

    private Map<String, String> authors() {
        String folder = packageName.replace('.', '/') + "/" + className();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", fill("pom.xml"));
        files.put("src/main/java/" + folder + ".java", fill("Strategy.java.txt"));
        files.put("src/test/java/" + folder + "Test.java", fill("StrategyTest.java.txt"));
        files.put("settings", fill("settings"));
        files.put("README.md", fill("README.md"));
        files.put(".gitignore", fill("gitignore"));
        return files;
    }

    private String fill(String name) {
        return Template.filled("strategy/" + name, values());
    }

    /** Writes all files. The folder must be empty or missing. Gives the names. */
    List<String> write() throws IOException {
        if (Files.exists(project)) {
            try (Stream<Path> present = Files.list(project)) {
                if (present.findAny().isPresent()) {
                    throw CommandException.wrongUse(
                            project + " is not empty. Choose another folder with --dir; or, if it is"
                                    + " a project of this tool, update it: meridian new --update --dir " + project);
                }
            }
        }
        Map<String, String> authors = authors();
        for (Map.Entry<String, String> file : authors.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        update();
        return Stream.concat(authors.keySet().stream(), owned().keySet().stream())
                .toList();
    }

    /** Brings the tool's files up to date. Gives what became of each. */
    Map<String, OwnedFiles.Outcome> update() throws IOException {
        OwnedFiles files = new OwnedFiles(project);
        Map<String, OwnedFiles.Outcome> outcomes = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : owned().entrySet()) {
            outcomes.put(file.getKey(), files.write(file.getKey(), file.getValue()));
        }
        files.save();
        return outcomes;
    }
}
