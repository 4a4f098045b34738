package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.LogRotation;
import io.meridian.manager.runtime.Unit;
import io.meridian.manager.runtime.UnitRole;
import io.meridian.manager.runtime.docker.OwnContainers.Found;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs them as containers. What an earlier manager started is found by its labels. */
public final class DockerRuntime implements InstanceRuntime {
    /** As instances name it. */
    public static final String NAME = "docker";

    /** While something is under way it is asked for a hundred times a second, which Docker need not be. */
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LAST_WORDS_MS = 2000;

    private final DockerOptions options;
    private final DockerDaemon daemon;
    private final OwnContainers containers;
    private final DockerImages images;
    private final ContainerShape shape;
    private final ContainerUsers users;
    private final LogRotation rotation;
    private final Map<String, ContainerLog> logs = new ConcurrentHashMap<>();
    private final Map<String, Ended> endings = new ConcurrentHashMap<>();
    private final Map<String, Long> refusals = new HashMap<>();
    private final Set<String> fetching = ConcurrentHashMap.newKeySet();
    private List<Unit> known = List.of();
    private Map<String, Found> found = Map.of();
    private long askedNs;
    private boolean isFresh;

    /** How one ended, which stays so. */
    private record Ended(Integer exitCode, String why) {}

    public DockerRuntime(DockerDaemon daemon, DockerOptions options) {
        this.daemon = daemon;
        this.options = options;
        containers = new OwnContainers(daemon, options.manager(), options.deployment());
        images = new DockerImages(daemon, options.sidecarImage());
        shape = new ContainerShape(options);
        users = new ContainerUsers(options.instances(), options.sidecarUser());
        rotation = new LogRotation(options.largestLog());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized List<Unit> list() {
        if (!isFresh || System.nanoTime() - askedNs > FRESH_NS) {
            List<Found> all = containers.list();
            all.forEach(this::follow);
            known = all.stream().map(this::unit).toList();
            found = all.stream().collect(Collectors.toMap(each -> key(each.instance(), each.role()), each -> each));
            logs.keySet().removeIf(id -> {
                boolean isGone = all.stream().noneMatch(each -> each.id().equals(id));
                if (isGone) {
                    logs.get(id).close();
                }
                return isGone;
            });
            endings.keySet().retainAll(all.stream().map(Found::id).toList());
            askedNs = System.nanoTime();
            isFresh = true;
        }
        return known;
    }

    private static String key(String instance, UnitRole role) {
        return instance + "|" + role;
    }

    private Unit unit(Found each) {
        Ended ended = each.isRunning() ? new Ended(null, "") : endings.computeIfAbsent(each.id(), id -> ended(each));
        return new Unit(
                each.instance(),
                each.role(),
                each.generation(),
                each.shown(),
                each.isRunning(),
                Instant.ofEpochSecond(each.createdAtSeconds()),
                ended.exitCode(),
                ended.why());
    }

    private Ended ended(Found each) {
        ContainerState state = containers
                .inspect(each.id())
                .map(InspectContainerResponse::getState)
                .orElse(null);
        if (state == null) {
            return new Ended(null, "is gone: somebody removed its container");
        }
        Integer exit =
                state.getExitCodeLong() == null ? null : state.getExitCodeLong().intValue();
        return new Ended(
                exit,
                Boolean.TRUE.equals(state.getOOMKilled())
                        ? "was ended since it used all of the " + each.memoryMib() + " MiB of memory that "
                                + (each.role() == UnitRole.PLUGIN ? "its manifest declares" : "a sidecar may use")
                        : "");
    }

    /** Each that is there has its words written down, also those an earlier manager started. */
    private void follow(Found each) {
        InstanceFolder folder = folder(each.instance());
        if (!Files.isDirectory(folder.log(each.role()).getParent())) {
            return;
        }
        logs.compute(
                each.id(), (id, log) -> log == null || log.isOver() && each.isRunning() ? followed(each, folder) : log);
    }

    private ContainerLog followed(Found each, InstanceFolder folder) {
        return ContainerLog.follow(
                daemon,
                each.id(),
                Instant.ofEpochSecond(each.createdAtSeconds()),
                folder.log(each.role()),
                rotation,
                leftOut -> options.log()
                        .accept(
                                each.instance(),
                                "ALARM: its " + each.role().label() + " floods its log; " + leftOut
                                        + " bytes were left out so far"));
    }

    private InstanceFolder folder(String instance) {
        return new InstanceFolder(options.instances().resolve(instance));
    }

    @Override
    public void startSidecar(Launch launch) {
        String image = images.sidecar();
        ContainerUsers.Pair pair = users.of(launch.folder());
        users.handOver(launch.folder(), pair);
        run(launch, UnitRole.SIDECAR, ContainerShape.SIDECAR_MIB, image, empty -> shape.sidecar(empty, launch, pair));
    }

    @Override
    public void startPlugin(Launch launch) {
        String image = launch.version().artifact().location();
        if (images.id(image).isEmpty()) {
            // The registry has it by its digest, so it is the same one.
            DockerImages.Progress fetched = images.fetch(image);
            if (!fetched.isOver()) {
                if (fetching.add(launch.instance())) {
                    options.log().accept(launch.instance(), "its image is not on this machine, and is fetched");
                }
                return;
            }
        }
        fetching.remove(launch.instance());
        ContainerUsers.Pair pair = users.of(launch.folder());
        run(
                launch,
                UnitRole.PLUGIN,
                launch.version().manifest().resources().memoryMib(),
                image,
                empty -> shape.plugin(empty, launch, pair));
    }

    private synchronized void run(
            Launch launch, UnitRole role, int memoryMib, String image, UnaryOperator<CreateContainerCmd> shaper) {
        isFresh = false;
        containers.run(
                new OwnContainers.Wanted(
                        launch.instance(), role, launch.generation().of(role), memoryMib, image),
                shaper);
        // From its first word on.
        list();
    }

    @Override
    public void stop(Unit unit) {
        signal(unit, "TERM");
    }

    @Override
    public void kill(Unit unit) {
        signal(unit, "KILL");
    }

    private synchronized void signal(Unit unit, String signal) {
        Found there = found.get(key(unit.instance(), unit.role()));
        if (there != null && there.isRunning()) {
            isFresh = false;
            containers.signal(there.id(), signal);
        }
    }

    @Override
    public synchronized void forget(Unit unit) {
        Found there = found.get(key(unit.instance(), unit.role()));
        if (there == null) {
            return;
        }
        isFresh = false;
        ContainerLog log = logs.remove(there.id());
        if (log != null) {
            log.finish(LAST_WORDS_MS);
        }
        containers.remove(there.id());
    }

    @Override
    public synchronized void tend() {
        refusals.keySet().retainAll(found.keySet());
        found.forEach((key, each) -> {
            if (each.role() == UnitRole.PLUGIN && each.isRunning()) {
                containers
                        .inspect(each.id())
                        .map(known -> known.getState().getPidLong())
                        .ifPresent(pid -> tellRefusals(key, each, KernelFacts.refusedTasks(pid)));
            }
        });
    }

    private void tellRefusals(String key, Found each, long refused) {
        Long before = refusals.put(key, refused);
        if (refused > 0 && (before == null || before == 0)) {
            options.log()
                    .accept(
                            each.instance(),
                            "ALARM: its plugin was refused a process or thread: it may have "
                                    + ContainerShape.MOST_TASKS);
        }
    }

    @Override
    public void close() {
        logs.values().forEach(ContainerLog::close);
        daemon.close();
    }
}
