package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.server.JavaCommand;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a stack as a person types them, in the terminals of a test; and what must not be left of it. */
abstract class StackTerminals {
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path outputs;

    String stack;
    private int runs;

    record Run(int exit, String out, String err) {
        @Override
        public String toString() {
            // Each line of the output is long, and what went wrong stands in the other stream.
            List<String> lines = out.lines().toList();
            return "exit=" + exit + "\n--- err\n" + err + "--- the last of " + lines.size() + " lines of out\n"
                    + (lines.isEmpty() ? "" : lines.getLast());
        }
    }

    @BeforeEach
    void nameTheStack(TestInfo test) {
        stack = "test-" + ProcessHandle.current().pid() + "-"
                + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        launch(Map.of(), "down", "--name", stack);
        launch(Map.of(), "reset", "--yes", "--name", stack);
    }

    StackFolder folder() {
        return new StackFolder(REPOSITORY.resolve(".run"), stack);
    }

    List<ProcessHandle> awaitRunning(String process) {
        await(() -> folder().processes().containsKey(process), process + " was not started");
        List<ProcessHandle> handles = new ArrayList<>();
        folder().processes().values().forEach(handle -> handle.ifPresent(handles::add));
        return handles;
    }

    void assertNothingIsLeft() throws IOException {
        assertEquals(Map.of(), folder().processes());
        assertEquals(Map.of(), folder().environment());
        String data = folder().data().toString();
        List<String> left = ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(data) || line.contains("--name " + stack))
                .toList();
        assertEquals(List.of(), left);
        Path memory = Path.of("/dev/shm");
        String ours = "meridian-dev-"
                + Integer.toHexString(
                        folder().data().resolve("aeron").toString().hashCode());
        if (Files.isDirectory(memory)) {
            try (Stream<Path> folders = Files.list(memory)) {
                assertEquals(
                        List.of(),
                        folders.map(found -> found.getFileName().toString())
                                .filter(ours::equals)
                                .toList());
            }
        }
    }

    static List<Long> numbers(Pattern pattern, String text) {
        List<Long> numbers = new ArrayList<>();
        text.lines().forEach(line -> {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                numbers.add(Long.parseLong(matcher.group(1)));
            }
        });
        return numbers;
    }

    static void await(java.util.function.BooleanSupplier condition, String otherwise) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, otherwise);
            LockSupport.parkNanos(50_000_000L);
        }
    }

    static void until(int seconds, String what, Callable<Boolean> condition) throws Exception {
        until(seconds, () -> what, condition);
    }

    static void until(int seconds, Supplier<String> what, Callable<Boolean> condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.call()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, what::get);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    /** To a process of the stack, where it still runs. */
    void signal(String signal, String process) throws Exception {
        Optional<ProcessHandle> handle = folder().processes().getOrDefault(process, Optional.empty());
        if (handle.isPresent()) {
            signal(signal, handle.get());
        }
    }

    static void signal(String signal, ProcessHandle process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor());
    }

    /** What of this is stored, one JSON object a row. */
    String show(String what, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("data", "show", what, "--json", "--name", stack));
        all.addAll(List.of(more));
        Run run = run("meridian", Map.of(), all.toArray(String[]::new));
        assertEquals(0, run.exit(), run::toString);
        return run.out();
    }

    Run launch(Map<String, String> environment, String... arguments) throws Exception {
        return run("launch_dev.sh", environment, arguments);
    }

    Run run(String command, Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(command, environment, arguments);
        int run = runs;
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
        return new Run(
                process.isAlive() ? -1 : process.exitValue(),
                Files.readString(outputs.resolve("out" + run)),
                Files.readString(outputs.resolve("err" + run)));
    }

    Process start(String command, Map<String, String> environment, String... arguments) throws IOException {
        runs++;
        List<String> words = new ArrayList<>();
        words.add(REPOSITORY.resolve(command).toString());
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(BUS|AERON|NATS|KAFKA|STORAGE|MANAGER|CLUSTER|MERIDIAN|OTEL)_.*"));
        builder.environment().putAll(environment);
        // The jars are not made yet when tests run.
        builder.environment().put("MERIDIAN_CLASS_PATH", JavaCommand.classPath());
        builder.redirectOutput(outputs.resolve("out" + runs).toFile());
        builder.redirectError(outputs.resolve("err" + runs).toFile());
        return builder.start();
    }
}
