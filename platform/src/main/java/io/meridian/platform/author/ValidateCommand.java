package io.meridian.platform.author;

import io.meridian.platform.cli.Json;
import io.meridian.platform.plugin.PluginProject;
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

/** {@code meridian validate}. */
@Command(
        name = "validate",
        description = "Checks a plugin's manifest, and the file 'settings' beside it. Ends with 1 when one is wrong.")
public final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The plugin's folder (default: here).")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PluginProject project = PluginProject.upToDate(directory);
        Path manifest = project.manifestFile();
        List<String> problems = project.problems();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("manifest", manifest);
            fields.put("valid", problems.isEmpty());
            fields.put("problems", problems);
            out.println(Json.of(fields));
        } else if (problems.isEmpty()) {
            out.println("All is well: " + manifest);
        } else {
            problems.forEach(out::println);
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }
}
