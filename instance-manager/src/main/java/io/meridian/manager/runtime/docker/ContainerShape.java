package io.meridian.manager.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.manager.runtime.Launch;
import io.meridian.plugin.contract.manifest.Manifest.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the two containers of an instance may do, see and use. */
final class ContainerShape {
    /** The most processes and threads of a container. */
    static final long MOST_TASKS = 256;

    static final int SIDECAR_MIB = 512;

    private static final String INSIDE = "/meridian/";
    private static final String SIDECAR = INSIDE + "sidecar";
    private static final String ATTACH = INSIDE + "attach";
    private static final long MIB = 1L << 20;
    private static final double NANOS = 1e9;
    private static final long OPEN_FILES = 4096;
    private static final long SPARE_MIB = 64;
    /** Bounds how large a plugin can make the memory that it shares with its sidecar. */
    private static final long LARGEST_FILE = 2L << 30;

    private static final long UNLIMITED = -1;

    private final DockerOptions options;

    ContainerShape(DockerOptions options) {
        this.options = options;
    }

    /** It has the network, its own folder, and what its environment names. */
    CreateContainerCmd sidecar(CreateContainerCmd empty, Launch launch, ContainerUsers.Pair users) {
        InstanceFolder folder = launch.folder();
        List<Bind> binds = new ArrayList<>(
                List.of(bind(folder.sidecar(), SIDECAR, AccessMode.rw), bind(folder.attach(), ATTACH, AccessMode.rw)));
        options.sidecarFiles().forEach(file -> binds.add(bind(file, file.toString(), AccessMode.ro)));
        options.sidecarFolders().forEach(each -> binds.add(bind(each, each.toString(), AccessMode.rw)));
        Map<String, String> environment = new TreeMap<>(options.sidecarEnvironment());
        environment.put("SIDECAR_ATTACH_DIR", ATTACH);
        return empty.withUser(users.sidecar() + ":" + users.plugin())
                .withEnv(lines(environment))
                .withCmd(launch.sidecarArguments(SIDECAR))
                .withHostConfig(locked(SIDECAR_MIB, UNLIMITED, "exec")
                        .withNetworkMode(options.sidecarNetwork())
                        .withBinds(binds));
    }

    /** It has no network, and sees nothing but the way to its sidecar. */
    CreateContainerCmd plugin(CreateContainerCmd empty, Launch launch, ContainerUsers.Pair users) {
        Resources resources = launch.version().manifest().resources();
        return empty.withUser(users.plugin() + ":" + users.plugin())
                .withEnv("MERIDIAN_SIDECAR=" + ATTACH)
                .withWorkingDir("/tmp")
                .withHostConfig(locked(resources.memoryMib(), LARGEST_FILE, "noexec")
                        .withNanoCPUs((long) (resources.cpus() * NANOS))
                        .withNetworkMode("none")
                        .withIpcMode("none")
                        // Memory that both map is written to; the folder's permissions keep it from all else there.
                        .withBinds(bind(launch.folder().attach(), ATTACH, AccessMode.rw)));
    }

    private HostConfig locked(int memoryMib, long largestFile, String temporary) {
        return HostConfig.newHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPidsLimit(MOST_TASKS)
                .withMemory(memoryMib * MIB)
                .withMemorySwap(memoryMib * MIB)
                .withTmpFs(Map.of("/tmp", "rw,nosuid,nodev," + temporary + ",size=" + SPARE_MIB + "m,mode=1777"))
                .withUlimits(ulimits(largestFile))
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(
                        LogConfig.LoggingType.JSON_FILE,
                        Map.of("max-size", Long.toString(options.largestLog()), "max-file", "2")));
    }

    private static List<Ulimit> ulimits(long largestFile) {
        return List.of(
                new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
                new Ulimit("core", 0L, 0L),
                new Ulimit("fsize", largestFile, largestFile));
    }

    private static Bind bind(Path host, String inside, AccessMode mode) {
        return new Bind(host.toString(), new Volume(inside), mode);
    }

    private static List<String> lines(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
