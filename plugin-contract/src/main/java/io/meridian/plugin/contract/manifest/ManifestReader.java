package io.meridian.plugin.contract.manifest;

import io.meridian.plugin.contract.manifest.Manifest.Resources;
import io.meridian.plugin.contract.manifest.Manifest.StatePolicy;
import io.meridian.plugin.contract.manifest.ManifestException.Problem;
import io.meridian.plugin.contract.manifest.YamlNode.Entries;
import io.meridian.plugin.contract.manifest.YamlNode.Kind;
import io.meridian.plugin.contract.schema.TopicNames;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code plugin.yaml}. What the keys mean and may be is said by {@code plugin-schema.json} as well; a test keeps the two
 * in step. Beyond what a JSON Schema can say, defaults are checked against bounds and values, names are not used twice, and a
 * plugin has either a class or a command.
 */
final class ManifestReader {
    private static final int MAX_TOPICS = 256;
    private static final int MAX_SETTINGS = 128;
    private static final int MAX_EGRESS = 64;
    private static final int MAX_COMMAND = 64;

    private static final Set<String> KEYS = keys(
            "manifest",
            "id",
            "version",
            "description",
            "pool",
            "main",
            "command",
            "publishes",
            "subscribes",
            "requests",
            "answers",
            "replays",
            "durable",
            "state",
            "settings",
            "resources",
            "egress");
    private static final Set<String> RESOURCE_KEYS = keys("memory-mib", "cpus");

    // Each of these is in plugin-schema.json too.
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final Pattern VERSION = Pattern.compile(
            "(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?");
    private static final Pattern POOL = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final Pattern MAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");
    private static final Pattern EGRESS = Pattern.compile(
            "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*:"
                    + "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])");

    private final List<Problem> problems = new ArrayList<>();

    private ManifestReader() {}

    private static Set<String> keys(String... keys) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(keys)));
    }

    static Manifest read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(Manifest.MAX_LENGTH + 1));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file", e);
        } catch (IOException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static ManifestException unreadable(Path file, String why, IOException cause) {
        return new ManifestException(
                List.of(new Problem(0, 0, "the manifest file=" + file + " cannot be read: " + why)), cause);
    }

    static Manifest read(byte[] yaml) {
        requireLength(yaml.length);
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(yaml))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new ManifestException(List.of(new Problem(0, 0, "the manifest is no UTF-8 text")), e);
        }
    }

    static Manifest read(String yaml) {
        requireLength(yaml.length());
        if (!(YamlNode.parse(yaml) instanceof Entries entries)) {
            throw ManifestException.of(1, 1, "a manifest is a mapping of keys and values; begin with manifest: 1");
        }
        ManifestReader reader = new ManifestReader();
        Manifest manifest = reader.manifest(entries);
        if (!reader.problems.isEmpty()) {
            throw new ManifestException(reader.problems, null);
        }
        return manifest;
    }

    private static void requireLength(int length) {
        if (length > Manifest.MAX_LENGTH) {
            throw ManifestException.of(0, 0, "the manifest has more than " + Manifest.MAX_LENGTH + " bytes");
        }
    }

    private Manifest manifest(Entries entries) {
        Fields fields = new Fields(entries, "", KEYS, problems);
        fields.scalar("manifest", true, "1", Kind.INTEGER)
                .filter(format -> !format.text().equals("1"))
                .ifPresent(format -> fields.report(
                        format,
                        "'manifest' is " + format.text() + ", but this release reads format " + Manifest.FORMAT
                                + " only. Use a newer release."));
        String main =
                fields.text("main", false, "the name of a class", name -> name.length() <= 256 && matches(MAIN, name));
        List<String> command = fields.texts(
                "command",
                MAX_COMMAND,
                true,
                "a text of 1 to 1024 characters",
                word -> !word.isEmpty() && word.length() <= 1024);
        if (fields.has("command") && command.isEmpty()) {
            fields.report(fields.node("command"), "'command' is empty; name the program to start, or leave it out");
        }
        if (fields.has("main") && fields.has("command")) {
            fields.report(fields.node("command"), "a plugin has a 'main' class or a 'command', not both");
        }
        return new Manifest(
                fields.text("id", true, "2 to 40 of a-z 0-9 -, a letter first", id -> matches(ID, id)),
                fields.text("version", true, "a semantic version such as 1.0.0", text -> matches(VERSION, text)),
                fields.text("description", false, "a text of at most 500 characters", text -> text.length() <= 500),
                fields.text(
                        "pool", true, "a pool such as SIGNAL: A-Z 0-9 _, a letter first", text -> matches(POOL, text)),
                main,
                command,
                topics(fields, "publishes"),
                topics(fields, "subscribes"),
                topics(fields, "requests"),
                topics(fields, "answers"),
                topics(fields, "replays"),
                topics(fields, "durable"),
                fields.oneOf("state", false, List.of("NONE", "SNAPSHOT"))
                        .map(StatePolicy::valueOf)
                        .orElse(StatePolicy.NONE),
                settings(fields),
                resources(fields),
                fields.texts(
                        "egress",
                        MAX_EGRESS,
                        false,
                        "host:port, as api.example.com:443",
                        text -> text.length() <= 260 && matches(EGRESS, text)));
    }

    private static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    private static List<String> topics(Fields fields, String key) {
        return fields.texts(
                key,
                MAX_TOPICS,
                false,
                "a topic or pattern: up to 16 segments of A-Z a-z 0-9 _ - or *, joined by dots, ** only at the end",
                TopicNames::isPattern);
    }

    private Resources resources(Fields fields) {
        Optional<Entries> entries = fields.mapping("resources");
        if (entries.isEmpty()) {
            return Resources.DEFAULT;
        }
        Fields resources = new Fields(entries.get(), "resources: ", RESOURCE_KEYS, problems);
        int memory = resources
                .number("memory-mib", true, BigDecimal.valueOf(16), BigDecimal.valueOf(1 << 20))
                .map(BigDecimal::intValue)
                .orElse(Resources.DEFAULT.memoryMib());
        double cpus = resources
                .number("cpus", false, new BigDecimal("0.01"), BigDecimal.valueOf(1024))
                .map(BigDecimal::doubleValue)
                .orElse(Resources.DEFAULT.cpus());
        return new Resources(memory, cpus);
    }

    private List<ManifestSetting> settings(Fields fields) {
        List<ManifestSetting> settings = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        fields.items("settings", MAX_SETTINGS).ifPresent(items -> {
            for (YamlNode item : items.items()) {
                if (!(item instanceof Entries entries)) {
                    fields.report(item, "a setting is a mapping that begins with - name:, not " + YamlNode.shown(item));
                    continue;
                }
                ManifestSetting setting = SettingReader.read(entries, problems);
                settings.add(setting);
                if (!names.add(setting.name())) {
                    fields.report(item, "setting '" + Texts.shown(setting.name()) + "' is there twice");
                }
            }
        });
        return settings;
    }
}
