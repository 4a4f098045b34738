package io.meridian.platform.author;

import io.meridian.conformance.Conformance;
import io.meridian.conformance.Group;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.PluginProcess;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian test}. */
@Command(
        name = "test",
        description = {
            "Runs a plugin's own tests (with Maven, when it is a project of Maven), and with --conformance the"
                + " conformance kit: starts the plugin as a process beside a sidecar, played or real, and checks what"
                + " it does.",
            "Ends with 1 when a test or a check failed."
        },
        footer = {
            "",
            "  meridian test my-alpha",
            "  meridian test my-alpha --conformance --group lifecycle",
            "  meridian test my-alpha --conformance --sidecar real"
        })
public final class TestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The plugin's folder (default: here).")
    private Path directory = Path.of("");

    @Option(names = "--conformance", description = "Run the conformance kit as well.")
    private boolean conformance;

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "GROUP",
            description =
                    "Only these groups of checks: ${COMPLETION-CANDIDATES} (default: those of the plugin's pool).")
    private Set<Group> groups;

    @Option(
            names = "--sidecar",
            paramLabel = "KIND",
            description =
                    "The sidecar of the conformance kit: ${COMPLETION-CANDIDATES} (default: PLAYED). A played one can"
                            + " bring about all that there are checks for. A real one is what runs beside a plugin in"
                            + " production, here on a bus in memory; checks that it cannot bring about are left out.")
    private SidecarKind sidecar;

    /** Which sidecar the kit uses. */
    private enum SidecarKind {
        PLAYED,
        REAL,
        BOTH
    }

    @Option(names = "--skip-tests", description = "Leave the plugin's own tests out.")
    private boolean skipTests;

    @Option(names = "--offline", description = "Let Maven ask no registry.")
    private boolean offline;

    @Option(names = "--json", description = "One JSON object a check and line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PluginProject project = new PluginProject(directory);
        if (project.isMaven()) {
            int code = maven(project);
            if (code != 0) {
                return code;
            }
        } else if (!isToCheck()) {
            throw CommandException.wrongUse(
                    project.folder() + " is no project of Maven, so its own tests are run by its own"
                            + " tools. This command can run the conformance kit: add --conformance");
        }
        return isToCheck() ? check(project) : 0;
    }

    private boolean isToCheck() {
        return conformance || groups != null || sidecar != null;
    }

    private int maven(PluginProject project) throws IOException, InterruptedException {
        MavenBuild build = new MavenBuild(project.folder());
        ProcessBuilder builder = new ProcessBuilder(build.command(!skipTests, offline))
                .directory(build.folder().toFile())
                .redirectErrorStream(true);
        // Where Maven finds a JDK that is new enough: this command runs on one.
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw CommandException.failed("Maven cannot be run. Install it (Debian: sudo apt-get install maven).");
        }
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        try (var lines = process.inputReader()) {
            lines.lines().forEach(out::println);
        }
        int code = process.waitFor();
        if (!skipTests) {
            out.println(code == 0 ? "The tests passed." : "The tests failed, or the build did.");
        }
        out.flush();
        return code == 0 ? 0 : 1;
    }

    private int check(PluginProject project) throws IOException {
        Manifest manifest = project.manifest();
        List<String> problems = new ArrayList<>();
        Subject subject = Subject.of(
                manifest,
                PluginProcess.launcher(project.command(manifest), project.folder()),
                project.settings(problems));
        if (!problems.isEmpty()) {
            throw CommandException.failed(String.join("\n", problems));
        }
        Path folder = Files.createTempDirectory("mk");
        try {
            Set<Group> chosen = groups == null ? Conformance.groupsFor(manifest.pool()) : EnumSet.copyOf(groups);
            List<Result> results = new ArrayList<>();
            SidecarKind kind = sidecar == null ? SidecarKind.PLAYED : sidecar;
            if (kind != SidecarKind.REAL) {
                tell("With a played sidecar:");
                results.addAll(new Conformance(subject, folder).run(chosen, result -> show(result, "played")));
            }
            if (kind != SidecarKind.PLAYED) {
                tell("With a real sidecar:");
                results.addAll(
                        new Conformance(subject, folder, RealStage::new).run(chosen, result -> show(result, "real")));
            }
            return summary(results);
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private void tell(String line) {
        if (!json && sidecar == SidecarKind.BOTH) {
            spec.commandLine().getOut().println(line);
        }
    }

    private void show(Result result, String kind) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("check", result.check().id());
            fields.put("sidecar", kind);
            fields.put("group", result.check().group());
            fields.put("title", result.check().title());
            fields.put("outcome", result.outcome());
            fields.put("text", result.text());
            fields.put("tookMs", result.tookMs());
            out.println(Json.of(fields));
        } else {
            String word = switch (result.outcome()) {
                case PASSED -> "ok    ";
                case FAILED -> "FAILED";
                case SKIPPED -> "-     ";
            };
            out.println(word + " " + result.check().id() + " " + result.check().title());
            if (!result.text().isEmpty()) {
                out.print(result.text().indent(11));
            }
        }
        out.flush();
    }

    private int summary(List<Result> results) {
        long failed = count(results, Outcome.FAILED);
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(count(results, Outcome.PASSED) + " passed, " + failed + " failed, "
                    + count(results, Outcome.SKIPPED) + " left out");
            out.flush();
        }
        return failed == 0 ? 0 : 1;
    }

    private static long count(List<Result> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
