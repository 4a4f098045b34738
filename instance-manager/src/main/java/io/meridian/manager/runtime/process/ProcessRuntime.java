package io.meridian.manager.runtime.process;

import io.meridian.manager.registry.Artifact;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.LogRotation;
import io.meridian.manager.runtime.Unit;
import io.meridian.manager.runtime.UnitRole;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.file.SocketPath;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Runs them as processes. What an earlier manager started is found by what it wrote down, and by what each has in its environment. */
public final class ProcessRuntime implements InstanceRuntime {
    /** As instances name it. */
    public static final String NAME = "process";

    private static final String OWN_GROUP = "setpgrp(0, 0); exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";
    private static final String MAIN = "io.meridian.sdk.PluginMain";

    private final ProcessOptions options;
    private final ProcessLimits limits;
    private final MemoryWatch memory = new MemoryWatch();
    private final LogRotation rotation;
    private final List<String> group;
    private final Map<String, Known> units = new ConcurrentHashMap<>();

    /** One that is there. @param process ours, so that its exit code is told; null for one that was found */
    private record Known(
            String instance,
            UnitRole role,
            ProcessRecord record,
            ProcessHandle handle,
            Process process,
            String ending) {
        Known endedBecause(String why) {
            return new Known(instance, role, record, handle, process, why);
        }
    }

    public ProcessRuntime(ProcessOptions options) {
        this.options = options;
        limits = new ProcessLimits(program("prlimit"), options.largestFile());
        rotation = new LogRotation(options.largestLog());
        String perl = program("perl");
        String setsid = program("setsid");
        group = perl != null ? List.of(perl, "-e", OWN_GROUP) : setsid != null ? List.of(setsid) : List.of();
        adopt();
    }

    /**
     * Kills all that a manager has started, when that manager itself is gone.
     *
     * @param marker by which it is known
     * @return whether there was anything
     */
    public static boolean killAll(String marker) {
        List<Marker.Marked> left = Marker.all(marker);
        left.forEach(each -> each.process().destroyForcibly());
        return !left.isEmpty();
    }

    /** The parts that run of all that a manager has started, by the names of their instances; the oldest process of each. */
    public static Map<String, Map<UnitRole, ProcessHandle>> running(String marker) {
        Map<String, Map<UnitRole, ProcessHandle>> found = new TreeMap<>();
        for (Marker.Marked each : Marker.all(marker)) {
            found.computeIfAbsent(each.marker().instance(), name -> new EnumMap<>(UnitRole.class))
                    .merge(each.marker().role(), each.process(), ProcessRuntime::older);
        }
        return found;
    }

    private static ProcessHandle older(ProcessHandle one, ProcessHandle other) {
        return started(other).isBefore(started(one)) ? other : one;
    }

    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.MAX);
    }

    @Override
    public String name() {
        return NAME;
    }

    private static String program(String name) {
        for (String folder : (System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin")
                .split(File.pathSeparator)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return candidate.toString();
            }
        }
        return null;
    }

    private void adopt() {
        for (Marker.Marked marked : Marker.all(options.marker())) {
            String key = key(marked.marker().instance(), marked.marker().role());
            InstanceFolder folder = folder(marked.marker().instance());
            Optional<ProcessRecord> written =
                    ProcessRecord.read(folder.record(marked.marker().role()));
            ProcessRecord found = ProcessRecord.of(
                    marked.process(),
                    marked.marker().generation(),
                    written.map(ProcessRecord::memoryMib).orElse(0));
            boolean isWritten = written.isPresent() && written.get().pid() == found.pid();
            // Children of a plugin have its environment, too: it is the one that was written down, else the oldest.
            Known before = units.get(key);
            if (before == null
                    || isWritten
                    || written.flatMap(ProcessRecord::find).isEmpty()
                            && found.startedAt().isBefore(before.record().startedAt())) {
                units.put(key, adopted(marked.marker(), found, marked.process()));
            }
        }
        for (Path home : homes()) {
            InstanceFolder folder = new InstanceFolder(home);
            for (UnitRole role : UnitRole.values()) {
                String instance = home.getFileName().toString();
                ProcessRecord.read(folder.record(role))
                        .ifPresent(written -> units.computeIfAbsent(
                                key(instance, role),
                                key -> new Known(
                                        instance, role, written, written.find().orElse(null), null, "")));
            }
        }
        units.values().stream()
                .filter(known -> known.handle() != null
                        && Files.isDirectory(folder(known.instance()).home()))
                .forEach(known -> known.record().write(folder(known.instance()).record(known.role())));
    }

    private static Known adopted(Marker marker, ProcessRecord record, ProcessHandle handle) {
        return new Known(marker.instance(), marker.role(), record, handle, null, "");
    }

    private List<Path> homes() {
        if (!Files.isDirectory(options.instances())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(options.instances())) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder " + options.instances() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private InstanceFolder folder(String instance) {
        return new InstanceFolder(options.instances().resolve(instance));
    }

    private static String key(String instance, UnitRole role) {
        return instance + "|" + role;
    }

    @Override
    public List<Unit> list() {
        return units.values().stream().map(ProcessRuntime::unit).toList();
    }

    private static Unit unit(Known known) {
        boolean alive = known.process() != null
                ? known.process().isAlive()
                : known.handle() != null && ProcessRecord.isAlive(known.handle());
        Integer exit = !alive && known.process() != null
                ? Integer.valueOf(known.process().exitValue())
                : null;
        return new Unit(
                known.instance(),
                known.role(),
                known.record().generation(),
                "process " + known.record().pid(),
                alive,
                known.record().startedAt(),
                exit,
                known.ending());
    }

    @Override
    public void startSidecar(Launch launch) {
        List<String> command = new ArrayList<>(options.sidecarCommand());
        command.addAll(launch.sidecarArguments(launch.folder().sidecar().toString()));
        Map<String, String> environment = new HashMap<>(options.sidecarEnvironment());
        start(launch, UnitRole.SIDECAR, launch.folder().sidecar(), environment, command, 0);
    }

    @Override
    public void startPlugin(Launch launch) {
        Manifest manifest = launch.version().manifest();
        Map<String, String> environment = new HashMap<>(options.pluginEnvironment());
        boolean isJava = manifest.command().isEmpty();
        environment.put("MERIDIAN_SIDECAR", SocketPath.forPlugin(launch.folder().sidecar(), manifest));
        // Its own files are where a plugin of another language begins; nobody writes into a version.
        if (!isJava) {
            environment.put("MERIDIAN_PLUGIN_HOME", launch.version().artifact().location());
        } else if (options.recordings() != null) {
            environment.put("MERIDIAN_RECORD", newRecording(launch.instance()).toString());
        }
        start(
                launch,
                UnitRole.PLUGIN,
                isJava
                        ? launch.folder().work()
                        : Path.of(launch.version().artifact().location()),
                environment,
                limits.around(manifest.resources(), isJava ? javaCommand(launch) : manifest.command()),
                manifest.resources().memoryMib());
    }

    /** A recording never overwrites a file: of the second start it is {@code NAME-2.rec}. */
    private Path newRecording(String instance) {
        Path file = options.recordings().resolve(instance + ".rec");
        for (int number = 2; Files.exists(file); number++) {
            file = options.recordings().resolve(instance + "-" + number + ".rec");
        }
        return file;
    }

    private List<String> javaCommand(Launch launch) {
        Artifact artifact = launch.version().artifact();
        Path home = Path.of(artifact.location());
        List<String> classPath =
                new ArrayList<>(List.of(home.resolve("plugin.jar").toString()));
        if (Files.isDirectory(home.resolve("lib"))) {
            classPath.add(home.resolve("lib") + "/*");
        } else {
            classPath.addAll(options.sdkClassPath());
        }
        List<String> command = new ArrayList<>(options.javaCommand());
        command.add("-Xmx" + ProcessLimits.heapMib(launch.version().manifest().resources()) + "m");
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), MAIN));
        command.add(launch.version().manifest().main());
        return command;
    }

    private void start(
            Launch launch,
            UnitRole role,
            Path directory,
            Map<String, String> environment,
            List<String> command,
            int memoryMib) {
        String key = key(launch.instance(), role);
        Known before = units.get(key);
        if (before != null && unit(before).running()) {
            throw new IllegalStateException("the " + role.label() + " of " + launch.instance() + " runs already, as "
                    + unit(before).id());
        }
        List<String> whole = new ArrayList<>(group);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment()
                .put(
                        Marker.VARIABLE,
                        new Marker(
                                        options.marker(),
                                        launch.instance(),
                                        role,
                                        launch.generation().of(role))
                                .value());
        File log = launch.folder().log(role).toFile();
        builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        try {
            Process process = builder.start();
            ProcessRecord record =
                    ProcessRecord.of(process.toHandle(), launch.generation().of(role), memoryMib);
            units.put(key, new Known(launch.instance(), role, record, process.toHandle(), process, ""));
            record.write(launch.folder().record(role));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the " + role.label() + " of " + launch.instance() + " cannot be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop(Unit unit) {
        Known known = units.get(key(unit.instance(), unit.role()));
        if (known != null && known.handle() != null) {
            known.handle().destroy();
        }
    }

    @Override
    public void kill(Unit unit) {
        Known known = units.get(key(unit.instance(), unit.role()));
        if (known == null || known.handle() == null) {
            return;
        }
        if (unit(known).running() && !Signals.sendToGroup(known.record().pid(), Signals.KILL)) {
            known.handle().destroyForcibly();
        }
        killLeftovers(unit);
    }

    /** What it started and what went into a group of its own has its environment all the same. */
    private void killLeftovers(Unit unit) {
        for (Marker.Marked marked : Marker.all(options.marker())) {
            if (marked.marker().instance().equals(unit.instance())
                    && marked.marker().role() == unit.role()) {
                marked.process().destroyForcibly();
            }
        }
    }

    @Override
    public void forget(Unit unit) {
        killLeftovers(unit);
        units.remove(key(unit.instance(), unit.role()));
        try {
            Files.deleteIfExists(folder(unit.instance()).record(unit.role()));
        } catch (IOException e) {
            throw new UncheckedIOException("the record of " + unit.id() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    @Override
    public void tend() {
        units.forEach((key, known) -> {
            rotation.look(folder(known.instance()).log(known.role()));
            if (known.role() == UnitRole.PLUGIN
                    && known.record().memoryMib() > 0
                    && unit(known).running()) {
                memory.tooMuch(known.record().pid(), known.record().memoryMib()).ifPresent(why -> {
                    units.computeIfPresent(key, (same, now) -> now.endedBecause(why));
                    kill(unit(known));
                });
            }
        });
    }

    @Override
    public void close() {
        // What runs goes on; the next manager finds it.
    }
}
