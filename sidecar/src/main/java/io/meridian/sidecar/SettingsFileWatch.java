package io.meridian.sidecar;

import io.meridian.plugin.contract.proto.PluginSettings;
import io.meridian.sidecar.grants.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The plugin's settings: {@code name=value} lines of a file that is watched. A broken file changes nothing. */
final class SettingsFileWatch {
    private final WatchedFile file;
    private final SidecarLog log;
    private volatile PluginSettings current =
            PluginSettings.newBuilder().setEpoch(1).build();

    SettingsFileWatch(Path path, SidecarLog log) {
        file = new WatchedFile(path);
        this.log = log;
    }

    PluginSettings current() {
        return current;
    }

    /** Looks; returns whether they changed. For the thread that watches files. */
    boolean look() {
        try {
            Optional<String> text = file.changed();
            if (text == null) {
                return false;
            }
            Map<String, String> values = parse(text.orElse(""));
            if (values.equals(current.getValuesMap())) {
                return false;
            }
            current = PluginSettings.newBuilder()
                    .setEpoch(current.getEpoch() + 1)
                    .putAllValues(values)
                    .build();
            return true;
        } catch (IOException | IllegalArgumentException wrong) {
            log.error("file=" + file.path() + " is refused whole: " + wrong.getMessage()
                    + ". The plugin keeps the settings it has.");
            return false;
        }
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("line " + number + " is not name=value");
            }
            values.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return values;
    }
}
