package io.meridian.platform.author;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian new}. */
@Command(
        name = "new",
        description = {
            "Makes a project for a plugin: it builds, tests and runs as it stands.",
            "With --update, brings the files that this tool owns in a project up to date, and touches no other."
        },
        footer = {
            "",
            "The SDK is copied to a folder that Maven takes for a repository, so the build asks no registry for it.",
            "",
            "  meridian new strategy my-alpha",
            "  meridian new --update --dir my-alpha"
        })
public final class NewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "What to make: strategy.")
    private String kind;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The plugin's id: 2 to 40 of a-z 0-9 -, a letter first.")
    private String name;

    @Option(names = "--package", description = "Its Java package (default: strategies.NAME).")
    private String packageName;

    @Option(names = "--dir", description = "Its folder (default: NAME here; with --update: here).")
    private Path directory;

    @Option(
            names = "--sdk-repository",
            description = "Where the SDK is copied to (default: .meridian/sdk-repository in the home folder).")
    private Path repository;

    @Option(names = "--update", description = "Update the project that is there.")
    private boolean update;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path sdk = (repository == null
                        ? SdkRepository.usualFolder(Path.of(System.getProperty("user.home")))
                        : repository)
                .toAbsolutePath()
                .normalize();
        return update ? update(sdk) : create(sdk);
    }

    private int create(Path sdk) throws IOException {
        if (!"strategy".equals(kind)) {
            throw CommandException.wrongUse((kind == null ? "What to make is missing" : "'" + kind + "' is not known")
                    + ". It can make a strategy: meridian new strategy my-alpha");
        }
        if (name == null) {
            throw CommandException.wrongUse("The name is missing: meridian new strategy my-alpha");
        }
        Path project =
                (directory == null ? Path.of(name) : directory).toAbsolutePath().normalize();
        Scaffold scaffold = Scaffold.create(project, name, packageName, sdk);
        // First, so that a project is whole or not there at all.
        new SdkRepository(sdk).install();
        List<String> files = scaffold.write();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("project", project);
            fields.put("sdkRepository", sdk);
            fields.put("files", files);
            out.println(Json.of(fields));
        } else {
            out.println("Made " + project);
            files.forEach(file -> out.println("  " + file));
            out.println("Copied the SDK to " + sdk + ", where the build of the project finds it.");
            out.println();
            out.println("Next:");
            out.println("  cd " + (directory == null ? name : directory));
            out.println("  mvn test                 runs its tests");
            out.println("  meridian validate        checks its manifest and settings");
            out.println("  meridian run             runs it, beside a sidecar of its own");
        }
        out.flush();
        return 0;
    }

    private int update(Path sdk) throws IOException {
        if (kind != null || packageName != null) {
            throw CommandException.wrongUse(
                    "--update takes the kind, name and package from the project. Name its folder with"
                            + " --dir only.");
        }
        Path project =
                (directory == null ? Path.of("") : directory).toAbsolutePath().normalize();
        Map<String, OwnedFiles.Outcome> outcomes =
                Scaffold.existing(project, sdk).update();
        new SdkRepository(sdk).install();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("project", project);
            fields.put("sdkRepository", sdk);
            fields.put("files", outcomes);
            out.println(Json.of(fields));
        } else {
            outcomes.forEach((file, outcome) -> out.println(
                    switch (outcome) {
                        case WRITTEN -> "updated     " + file;
                        case UP_TO_DATE -> "up to date  " + file;
                        case CHANGED_BY_AUTHOR ->
                            "left alone  " + file
                                    + " (you changed it; move it away and run this again to have it back)";
                    }));
            out.println("Copied the SDK to " + sdk);
        }
        out.flush();
        return outcomes.containsValue(OwnedFiles.Outcome.CHANGED_BY_AUTHOR) ? 1 : 0;
    }
}
