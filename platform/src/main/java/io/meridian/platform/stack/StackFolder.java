package io.meridian.platform.stack;

import io.meridian.manager.Manager;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.manager.runtime.UnitRole;
import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one stack, {@code .run/NAME} where the platform is, or in {@code ~/.meridian} where this user may not write there: process numbers under {@code pids}, output under {@code logs}, what must last
 * under {@code data}, and in {@code environment} the settings to connect with. Nothing of a stack is kept elsewhere, save
 * the shared memory named in {@code leavings}.
 */
public final class StackFolder {
    /** The process that started the others and will end them. */
    public static final String LAUNCHER = "launcher";

    private static final Path PARENT = Installation.writable(".run");
    /** Only folders called so are ever removed outside the stack's own. */
    private static final String OUR_MEMORY = "meridian-";

    private final String name;
    private final Path path;

    public StackFolder(String name) {
        this(PARENT, name);
    }

    public StackFolder(Path parent, String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw CommandException.wrongUse("--name=" + name
                    + " must be 1 to 32 small letters, digits or '-', and begin with a letter or digit.");
        }
        this.name = name;
        path = parent.toAbsolutePath().normalize().resolve(name);
    }

    /** Every stack there is or was. */
    public static List<StackFolder> all() {
        return list(PARENT)
                .filter(folder -> Files.isDirectory(folder.resolve("pids")))
                .map(folder -> new StackFolder(folder.getFileName().toString()))
                .toList();
    }

    public String name() {
        return name;
    }

    public Path path() {
        return path;
    }

    public Path data() {
        return path.resolve("data");
    }

    /** The folder that an instance shares with its sidecar. */
    public Path sidecar(String instance) {
        return sidecars().resolve(instance);
    }

    /** One folder an instance. */
    public Path sidecars() {
        return path.resolve("sidecars");
    }

    /** Those that the manager runs, one folder an instance. */
    public Path instances() {
        return Manager.instancesFolder(StackBus.manager(this));
    }

    /** Where the services write down the ports of their figures. */
    public Path services() {
        return path.resolve("services");
    }

    public Path log(String process) {
        return path.resolve("logs").resolve(process + ".log");
    }

    /** A line of the one who started the stack, among what the process says. */
    public void addToLog(String process, String text) {
        try {
            Files.writeString(
                    log(process),
                    Instant.now() + " " + text + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(log(process) + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The logs that exist, by process. */
    public Map<String, Path> logs() {
        Map<String, Path> logs = new LinkedHashMap<>();
        list(path.resolve("logs"))
                .forEach(file -> logs.put(file.getFileName().toString().replaceFirst("\\.log$", ""), file));
        list(instances()).forEach(home -> {
            for (UnitRole role : UnitRole.values()) {
                Path file = new InstanceFolder(home).log(role);
                if (Files.exists(file)) {
                    logs.put(part(home.getFileName().toString(), role), file);
                }
            }
        });
        // These servers write beside their data.
        for (String server : new String[] {"nats/nats-server.log", "kafka/kafka.log"}) {
            Path file = data().resolve(server);
            if (Files.exists(file)) {
                logs.put(server.substring(0, server.indexOf('/')), file);
            }
        }
        return logs;
    }

    /** What a part of an instance is called beside the processes of the stack. */
    private static String part(String instance, UnitRole role) {
        return role == UnitRole.PLUGIN ? instance : instance + "-" + role.label();
    }

    /** What the launcher and the manager have started. */
    public Map<String, Optional<ProcessHandle>> parts() {
        Map<String, Optional<ProcessHandle>> parts = new LinkedHashMap<>(processes());
        parts.putAll(managed());
        return parts;
    }

    /** The instance that a process so named is a part of. */
    public static String instance(String process) {
        String sidecar = "-" + UnitRole.SIDECAR.label();
        return process.endsWith(sidecar) ? process.substring(0, process.length() - sidecar.length()) : process;
    }

    /** The processes that the manager has started and that run. */
    public Map<String, Optional<ProcessHandle>> managed() {
        Map<String, Optional<ProcessHandle>> processes = new LinkedHashMap<>();
        ProcessRuntime.running(StackBus.manager(this).toString())
                .forEach((instance, parts) ->
                        parts.forEach((role, process) -> processes.put(part(instance, role), Optional.of(process))));
        return processes;
    }

    /** Makes the stack this process', or returns null when another one has it. Held until the process ends. */
    public FileLock tryLock() {
        try {
            Files.createDirectories(path.resolve("pids"));
            Files.createDirectories(path.resolve("logs"));
            Files.createDirectories(data());
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw CommandException.failed(
                    "The folder " + path + " cannot be used: " + e + ". Make it writable, or" + " remove it.");
        }
    }

    /** Remembers a process, by number and time of start: numbers come again. */
    public void remember(String process, ProcessHandle handle) {
        write("pids/" + process, handle.pid() + " " + started(handle));
    }

    public void forget(String process) {
        delete(path.resolve("pids").resolve(process));
    }

    /** The remembered processes, those that live with their handle. */
    public Map<String, Optional<ProcessHandle>> processes() {
        Map<String, Optional<ProcessHandle>> processes = new LinkedHashMap<>();
        list(path.resolve("pids"))
                .forEach(file -> processes.put(file.getFileName().toString(), find(file)));
        return processes;
    }

    private static Optional<ProcessHandle> find(Path file) {
        try {
            String[] numbers = Files.readString(file).strip().split(" ");
            long started = Long.parseLong(numbers[1]);
            return ProcessHandle.of(Long.parseLong(numbers[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> started(handle) == started);
        } catch (IOException | RuntimeException e) {
            // Half written, or gone meanwhile.
            return Optional.empty();
        }
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Asks the process that started the stack to start one of its processes again. */
    public void requestRestart(String process) {
        write("restart/" + process, "");
    }

    /** Which are to be started again; to be forgotten with {@link #restarted}. */
    public List<String> restartRequests() {
        return list(path.resolve("restart"))
                .map(file -> file.getFileName().toString())
                .toList();
    }

    public void restarted(String process) {
        delete(path.resolve("restart").resolve(process));
    }

    /** Whether the process that started the stack lives. */
    public boolean isRunning() {
        return processes().getOrDefault(LAUNCHER, Optional.empty()).isPresent();
    }

    public void rememberEnvironment(Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        environment.forEach((variable, value) -> text.append("export ")
                .append(variable)
                .append("='")
                .append(value)
                .append("'\n"));
        write("environment", text.toString());
    }

    /** The settings to connect with, empty when nothing runs. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : lines("environment")) {
            String[] parts = line.replaceFirst("^export ", "").split("=", 2);
            environment.put(parts[0], parts[1].substring(1, parts[1].length() - 1));
        }
        return environment;
    }

    public void rememberLeavings(List<Path> leavings) {
        write(
                "leavings",
                String.join("\n", leavings.stream().map(Path::toString).toList()));
    }

    /** Removes what a stack that does not run may have left: process numbers, the environment, shared memory. */
    public void sweep() {
        for (String leaving : lines("leavings")) {
            Path folder = Path.of(leaving);
            if (folder.getFileName().toString().startsWith(OUR_MEMORY)) {
                deleteTree(folder);
            }
        }
        delete(path.resolve("leavings"));
        delete(path.resolve("environment"));
        list(path.resolve("pids")).forEach(StackFolder::delete);
        list(path.resolve("restart")).forEach(StackFolder::delete);
        list(services()).forEach(StackFolder::delete);
    }

    public void deleteAll() {
        deleteTree(path);
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(path.resolve(file)).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(path.resolve(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.writeString(path.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(path.resolve(file) + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
        found.forEach(StackFolder::delete);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
