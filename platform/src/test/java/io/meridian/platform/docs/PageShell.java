package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.server.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A terminal in a copy of the repository's commands. Folder and variables stay from one block of a page to the next. */
final class PageShell {
    private static final long LONGEST_SECONDS = 150;

    private final Path home;
    private final Path place;
    private final List<Process> goingOn = new ArrayList<>();
    private String output = "";
    private int scripts;

    /**
     * @param home a copy that {@link #install} made
     * @param place a folder of this terminal's own
     */
    PageShell(Path home, Path place) throws IOException {
        this.home = home;
        this.place = Files.createDirectories(place);
        Files.writeString(place.resolve("folder"), home.toString());
        Files.writeString(place.resolve("variables"), "");
    }

    /** The commands are copied, so that what they keep in their folder is apart from what others run here. */
    static void install(Path home) throws IOException, InterruptedException {
        Path from = CodeBlock.REPOSITORY;
        for (String copied : List.of("meridian", "launch_dev.sh", "scripts", "examples", "plugins", "monitoring")) {
            Process copy = new ProcessBuilder("cp", "-a", from.resolve(copied).toString(), home.toString()).start();
            assertEquals(0, copy.waitFor(), copied);
        }
        for (String linked : List.of("docs", "dev-servers")) {
            Files.createSymbolicLink(home.resolve(linked), from.resolve(linked));
        }
        // Maven finds what it has, and asks nobody for more.
        Path maven = Files.createDirectories(home.resolve("user/.m2"));
        Files.writeString(maven.resolve("settings.xml"), "<settings><offline>true</offline></settings>");
        Path repository =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        Files.createSymbolicLink(maven.resolve("repository"), repository);
    }

    /** So that whoever deletes the copy does not wonder where these lead. */
    static void uninstall(Path home) throws IOException {
        for (String link : List.of("docs", "dev-servers", "user/.m2/repository")) {
            Files.delete(home.resolve(link));
        }
    }

    void run(String script, int exit) throws Exception {
        Path said = place.resolve("said" + ++scripts);
        Process process = start(script, said);
        boolean isOver = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (!isOver) {
            end(process);
        }
        output = Files.readString(said);
        assertTrue(isOver, () -> "it did not end in " + LONGEST_SECONDS + " s:\n" + output);
        assertEquals(exit, process.exitValue(), output);
    }

    /** Lets it go on, from when it says this. */
    void runUntil(String text, String script) throws Exception {
        Path said = place.resolve("said" + ++scripts);
        Process process = start(script, said);
        goingOn.add(process);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        boolean isOver;
        do {
            LockSupport.parkNanos(50_000_000L);
            isOver = !process.isAlive() || System.nanoTime() - deadlineNs > 0;
            output = Files.readString(said);
        } while (!isOver && !output.contains(text));
        assertTrue(output.contains(text), () -> "it did not say '" + text + "':\n" + output);
    }

    /** All that the last commands have printed, on either stream. */
    String output() {
        return output;
    }

    /** As if this terminal had been the other one, which goes on. */
    void lookAt(PageShell other) {
        output = other.output;
    }

    Path folder() throws IOException {
        return Path.of(Files.readString(place.resolve("folder")).strip());
    }

    /** Ends what still goes on, as Ctrl-C does. */
    void close() throws InterruptedException {
        for (Process process : goingOn.reversed()) {
            end(process);
        }
        goingOn.clear();
    }

    private static void end(Process shell) throws InterruptedException {
        try (Stream<ProcessHandle> children = shell.children()) {
            children.forEach(ProcessHandle::destroy);
        }
        if (!shell.waitFor(45, TimeUnit.SECONDS)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    private Process start(String script, Path said) throws IOException {
        Path file = place.resolve("script" + scripts);
        Files.writeString(file, """
            cd "$(cat %1$s/folder)"
            source %1$s/variables
            set -a -e -o pipefail
            trap 'code=$?; [[ $code == 0 ]] || echo "$code: $BASH_COMMAND"; pwd >%1$s/folder; export -p >%1$s/variables; exit $code' EXIT
            """.formatted(place) + script);
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(said.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(BUS|AERON|NATS|KAFKA|STORAGE|MANAGER|MERIDIAN|XDG)_.*"));
        // The jars are not made yet when tests run.
        builder.environment().put("MERIDIAN_CLASS_PATH", JavaCommand.classPath());
        builder.environment().put("HOME", home.resolve("user").toString());
        builder.environment().put("USER", "someone");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Java takes a user's folder from elsewhere than HOME.
        builder.environment().put("JDK_JAVA_OPTIONS", "-Duser.home=" + home.resolve("user"));
        return builder.start();
    }
}
