package io.meridian.platform.manager;

import com.google.protobuf.Message;
import io.meridian.manager.Manager;
import io.meridian.manager.runtime.process.ProcessOptions;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.plugin.PluginJvm;
import io.meridian.platform.server.JavaCommand;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sdk.PluginMain;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.snakeyaml.engine.v2.api.Load;

/** How the manager's processes are started: with what program, and with nothing of this process' environment that is not theirs. */
final class ProcessPlan {
    private static final String MAIN = "io.meridian.platform.Meridian";
    private static final String LARGEST_SIDECAR_HEAP = "-Xmx256m";
    private static final long LARGEST_FILE = 256L << 20;
    private static final long LARGEST_RECORDING = 1L << 40;
    private static final long LARGEST_LOG = 16L << 20;

    private ProcessPlan() {}

    /** @param recordings a folder for what plugins see and say, or null */
    static ProcessOptions of(Path home, BusOptions given, Path recordings) {
        return new ProcessOptions(
                Manager.instancesFolder(home),
                home.toString(),
                sidecarCommand(),
                sidecarEnvironment(given),
                PluginJvm.command(),
                Stream.of(PluginMain.class, Manifest.class, DirectBuffer.class, Message.class, Load.class)
                        .map(ProcessPlan::place)
                        .distinct()
                        .toList(),
                PluginJvm.environment(),
                recordings == null ? null : recordings.toAbsolutePath(),
                recordings == null ? LARGEST_FILE : LARGEST_RECORDING,
                LARGEST_LOG);
    }

    /** As this process was started, save for the memory, which a sidecar needs as much of as one that a person starts. */
    private static List<String> sidecarCommand() {
        List<String> command = new ArrayList<>(JavaCommand.of(MAIN, "sidecar"));
        command.add(command.indexOf("-cp"), LARGEST_SIDECAR_HEAP);
        return command;
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " has no address", e);
        }
    }

    private static Map<String, String> sidecarEnvironment(BusOptions given) {
        Map<String, String> environment = PluginJvm.environment();
        environment.putAll(SidecarEnvironment.of(given));
        return environment;
    }
}
