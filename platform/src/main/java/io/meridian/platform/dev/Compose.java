package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Installation;
import io.meridian.platform.plugin.ChildProcess;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The containers of one stack, asked by {@code docker compose}: a project with the stack's name. */
final class Compose {
    private static final Path FILE = Path.of("deploy/compose/compose.yaml");
    private static final String MARK = "docker";

    private final StackFolder folder;
    private final Map<String, String> environment = new TreeMap<>(System.getenv());

    private Compose(StackFolder folder) {
        this.folder = folder;
        environment.put("MERIDIAN_STACK", "meridian-" + folder.name());
    }

    /** For a stack that is to run in containers. */
    static Compose of(StackFolder folder) {
        String missing = missing();
        if (missing != null) {
            throw CommandException.failed(missing);
        }
        return new Compose(folder);
    }

    /** Whether a stack runs in containers, or did until it was killed. */
    static boolean isUsed(StackFolder folder) {
        return Files.exists(folder.path().resolve(MARK));
    }

    /** Deletes what a stack has stored in containers, if it ever had any. */
    static void removeData(StackFolder folder) {
        if (Files.exists(folder.log(MARK))) {
            Compose.of(folder).run("down", "-v", "--remove-orphans");
        }
    }

    /** That the stack has containers, for commands in other terminals. */
    void remember() throws IOException {
        Files.writeString(folder.path().resolve(MARK), environment.get("MERIDIAN_STACK") + "\n");
    }

    /** Others take it for a stack of processes again. */
    void forget() throws IOException {
        Files.deleteIfExists(folder.path().resolve(MARK));
    }

    /** A variable of the file. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** What must be mended before containers can be started, in words for a person; null when nothing. */
    static String missing() {
        if (!answers("docker", "version")) {
            return "No Docker answers, which --docker needs. Install it (Debian: sudo apt-get install docker.io), start"
                    + " it, and see that 'docker version' works for this user. Or leave --docker away: everything runs"
                    + " as processes then.";
        }
        return answers("docker", "compose", "version")
                ? null
                : "'docker compose' is missing, version 2.20 or newer. Install Docker's compose plugin (Debian 13: sudo"
                        + " apt-get install docker-compose).";
    }

    private static boolean answers(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "docker", "compose", "-f", Installation.home().resolve(FILE).toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    private ProcessBuilder builder(String... arguments) {
        return ChildProcess.prepare(Path.of(""), environment, command(arguments));
    }

    /** Runs it to its end, with its output in the log of the launcher. */
    void run(String... arguments) {
        Path log = folder.log(MARK);
        ProcessBuilder builder = builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (end(builder) != 0) {
            throw CommandException.failed(
                    "'docker compose " + String.join(" ", arguments) + "' failed; its output is in " + log
                            + ". What the services said: ./launch_dev.sh logs --name " + folder.name());
        }
    }

    /** Runs it in this terminal, which its Ctrl-C reaches, too. */
    ProcessBuilder shown(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).inheritIO();
        builder.environment().putAll(environment);
        return builder;
    }

    /** The same, to its end. @return its exit code */
    int show(String... arguments) {
        return end(shown(arguments));
    }

    /** What it answers. */
    String ask(String... arguments) {
        try {
            Process process = builder(arguments).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said.strip();
        } catch (IOException e) {
            throw CommandException.failed("docker cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static int end(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
                return 1;
            }
        } catch (IOException e) {
            throw CommandException.failed("docker cannot be run: " + e.getMessage());
        }
    }
}
