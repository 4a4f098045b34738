package io.meridian.plugin.contract.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plugin says of itself in {@code plugin.yaml}: who it is, what it asks to be granted, how it is set, and what it needs.
 * Read with {@link #parse(String)} or {@link #read(Path)}; what those return is valid throughout.
 *
 * @param id 2 to 40 of {@code a-z 0-9 -}, a letter first
 * @param version as semantic versioning has it
 * @param description one sentence for those who approve it, may be empty
 * @param pool type of pool, which bounds what can be granted
 * @param main class of a Java plugin, empty for another language
 * @param command what starts a plugin of another language, empty for Java
 * @param publishes patterns of topics it publishes
 * @param subscribes patterns it reads
 * @param requests patterns it sends requests to
 * @param answers patterns whose requests it answers
 * @param replays patterns whose past it reads
 * @param durable patterns of its own that must survive a crash
 * @param egress hosts outside that it must reach, as {@code host:port}
 */
public record Manifest(
        String id,
        String version,
        String description,
        String pool,
        String main,
        List<String> command,
        List<String> publishes,
        List<String> subscribes,
        List<String> requests,
        List<String> answers,
        List<String> replays,
        List<String> durable,
        StatePolicy state,
        List<ManifestSetting> settings,
        Resources resources,
        List<String> egress) {
    /** Of the layout; the value of the key {@code manifest}. */
    public static final int FORMAT = 1;
    /** Of the file, in bytes. */
    public static final int MAX_LENGTH = 64 << 10;

    public Manifest {
        command = List.copyOf(command);
        publishes = List.copyOf(publishes);
        subscribes = List.copyOf(subscribes);
        requests = List.copyOf(requests);
        answers = List.copyOf(answers);
        replays = List.copyOf(replays);
        durable = List.copyOf(durable);
        settings = List.copyOf(settings);
        egress = List.copyOf(egress);
    }

    /** What a plugin keeps across a crash. */
    public enum StatePolicy {
        /** Nothing: what is settled is done with. */
        NONE,
        /** Its snapshots: what is settled is done with once a snapshot covers it. */
        SNAPSHOT
    }

    /**
     * What a plugin may use of the machine.
     *
     * @param memoryMib memory of its process
     * @param cpus processors, as a fraction
     */
    public record Resources(int memoryMib, double cpus) {
        public static final Resources DEFAULT = new Resources(256, 1.0);
    }

    /**
     * All that is wrong with these settings for this plugin; nothing: it can be started with them. Secrets that are not among them are
     * not missed, since they are given in another way.
     */
    public List<String> problemsOf(Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        Map<String, ManifestSetting> declared = new LinkedHashMap<>();
        settings.forEach(setting -> declared.put(setting.name(), setting));
        given.forEach((name, value) -> {
            ManifestSetting setting = declared.get(name);
            if (setting == null) {
                problems.add(name + " is no setting of " + id + "; it has "
                        + (declared.isEmpty() ? "none" : String.join(", ", declared.keySet())));
            } else {
                setting.problem(value).ifPresent(problem -> problems.add(name + ": " + problem));
            }
        });
        declared.forEach((name, setting) -> {
            if (setting.isRequired() && !setting.secret() && !given.containsKey(name)) {
                problems.add(name + " must be set");
            }
        });
        return problems;
    }

    /**
     * @throws ManifestException when it is no valid manifest; it names all that is wrong, each with its line
     */
    public static Manifest parse(String yaml) {
        return ManifestReader.read(yaml);
    }

    /** As {@link #parse(String)}, from UTF-8. */
    public static Manifest parse(byte[] yaml) {
        return ManifestReader.read(yaml);
    }

    /**
     * Reads a file.
     *
     * @throws ManifestException when it cannot be read, too
     */
    public static Manifest read(Path file) {
        return ManifestReader.read(file);
    }
}
