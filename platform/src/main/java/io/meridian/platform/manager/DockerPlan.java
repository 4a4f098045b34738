package io.meridian.platform.manager;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.manager.Manager;
import io.meridian.manager.runtime.docker.DockerOptions;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the manager's containers are started: from which image, and with what of this machine in sight of a sidecar. */
final class DockerPlan {
    private static final String CONFIG = "MERIDIAN_CONFIG";
    private static final long LARGEST_LOG = 16L << 20;

    private DockerPlan() {}

    static DockerOptions of(Path home, BusOptions given, Settings settings) {
        Map<String, String> environment = SidecarEnvironment.of(given);
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (Path named : named(environment)) {
            (Files.isDirectory(named) ? folders : files).add(named);
        }
        return new DockerOptions(
                Manager.instancesFolder(home),
                home.toString(),
                settings.get(BusSettings.DEPLOYMENT),
                settings.get(ManagerSettings.SIDECAR_IMAGE),
                settings.get(ManagerSettings.SIDECAR_NETWORK),
                environment,
                files,
                folders,
                folders.isEmpty() ? null : owner(folders.getFirst()),
                LARGEST_LOG,
                (instance, what) -> ServiceLoop.say(instance + ": " + what));
    }

    /** Files and folders that the settings of a sidecar name: certificates, credentials, the memory of a bus on this machine. */
    private static List<Path> named(Map<String, String> environment) {
        List<Path> all = new ArrayList<>();
        for (SettingsSchema schema : WholeSidecar.schemas()) {
            for (Setting<?> setting : schema.settings()) {
                String value = environment.get(setting.environmentVariable());
                if (value != null
                        && setting.type().name().equals(SettingType.path().name())) {
                    all.add(Path.of(value));
                }
            }
        }
        if (environment.containsKey(CONFIG)) {
            all.add(Path.of(environment.get(CONFIG)));
        }
        return all.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .filter(Files::exists)
                .distinct()
                .toList();
    }

    /** Memory that a bus shares is open to the user who runs that bus. */
    private static Integer owner(Path folder) {
        try {
            return (Integer) Files.getAttribute(folder, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException("the owner of " + folder + " cannot be told: " + e.getMessage(), e);
        }
    }
}
