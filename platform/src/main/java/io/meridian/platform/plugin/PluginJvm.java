package io.meridian.platform.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a plugin's process is given, whoever starts it: the JVM and its options, and of this process' environment what harms nobody. */
public final class PluginJvm {
    private static final Set<String> HARMLESS = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private PluginJvm() {}

    /** The program and its options, save its memory and its class path. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED");
    }

    /** Nothing that leads to the bus, and no secret. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().retainAll(HARMLESS);
        return environment;
    }
}
