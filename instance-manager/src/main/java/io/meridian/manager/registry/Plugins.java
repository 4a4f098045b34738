package io.meridian.manager.registry;

import io.meridian.manager.account.Person;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.Rows;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.plugin.contract.manifest.ManifestException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The versions of plugins. One that was registered stays as it is. */
public final class Plugins {
    private static final int SHORT_DIGEST = 12;
    private static final String SELECT =
            "SELECT plugin, version, kind, location, digest, manifest, registered_by, registered_at FROM"
                    + " plugin_version";

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final Mode mode;
    private final Map<String, PluginVersion> known = new ConcurrentHashMap<>();

    public Plugins(Database database, Acts acts, InstantSource clock, Mode mode) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.mode = mode;
    }

    /**
     * Registers a version. The same artifact a second time gives what is there.
     *
     * @param tag the tag of an image, or null: the version is the manifest's
     * @throws Refusal when its manifest is wrong, or the version is there with another content
     */
    public PluginVersion register(Person by, Artifact artifact, byte[] manifestText, String tag) {
        Manifest manifest = manifest(manifestText);
        List<String> notices = new ArrayList<>();
        checkTag(tag, manifest, notices);
        return database.write(rows -> {
            String version = manifest.version();
            Optional<PluginVersion> same = byDigest(rows, manifest.id(), artifact.digest());
            if (same.isPresent()) {
                return same.get();
            }
            if (find(rows, manifest.id(), version).isPresent()) {
                if (mode == Mode.PRODUCTION) {
                    throw Refusal.conflict("Version " + version + " of " + manifest.id()
                            + " is registered with another content, and a version never changes. Give this one a new"
                            + " version.");
                }
                version = developmentVersion(version, artifact);
                notices.add("Version " + manifest.version() + " was there with another content, so this is " + version
                        + ". In production it would be refused.");
            }
            rows.change(
                    "INSERT INTO plugin_version"
                            + " (plugin, version, kind, location, digest, manifest, registered_by, registered_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    manifest.id(),
                    version,
                    artifact.kind(),
                    artifact.location(),
                    artifact.digest(),
                    new String(manifestText, StandardCharsets.UTF_8),
                    by.name(),
                    clock.millis());
            acts.note(rows, by, "plugin.register", manifest.id() + " " + version, null, artifact.digest(), "");
            return withNotices(find(rows, manifest.id(), version).orElseThrow(), notices);
        });
    }

    private static Manifest manifest(byte[] text) {
        try {
            return Manifest.parse(text);
        } catch (ManifestException wrong) {
            throw Refusal.invalid(
                    "The manifest of the plugin is not right.",
                    wrong.problems().stream().map(Object::toString).toList());
        }
    }

    private void checkTag(String tag, Manifest manifest, List<String> notices) {
        if (tag == null) {
            return;
        }
        boolean isSemantic = SemanticVersion.parse(tag).isPresent();
        if (!isSemantic && mode == Mode.PRODUCTION) {
            throw Refusal.invalid(
                    "The tag '" + tag + "' can come to mean another image. Tag it with a semantic version,"
                            + " such as " + manifest.version() + ", and register that.");
        }
        if (!isSemantic) {
            notices.add("The tag '" + tag + "' can come to mean another image. In production it would be refused; this"
                    + " version stays what it is now.");
        } else if (!tag.equals(manifest.version())) {
            throw Refusal.invalid(
                    "The tag says " + tag + ", the plugin's manifest " + manifest.version() + ". Make them the same.");
        }
    }

    private static String developmentVersion(String version, Artifact artifact) {
        String digest = artifact.digest().replace("sha256:", "");
        return version + (version.contains("+") ? "." : "+") + "d"
                + digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
    }

    /** All versions of all plugins, the newest version of each first. */
    public List<PluginVersion> all() {
        return database.read(rows -> rows.all(this::read, SELECT)).stream()
                .sorted(Comparator.comparing(PluginVersion::plugin)
                        .thenComparing(
                                version ->
                                        SemanticVersion.parse(version.version()).orElseThrow(),
                                Comparator.reverseOrder()))
                .toList();
    }

    /** @throws Refusal when there is none */
    public PluginVersion get(String plugin, String version) {
        return database.read(rows -> get(rows, plugin, version));
    }

    PluginVersion get(Rows rows, String plugin, String version) throws SQLException {
        PluginVersion remembered = known.get(plugin + " " + version);
        if (remembered != null) {
            return remembered;
        }
        return find(rows, plugin, version)
                .orElseThrow(() -> Refusal.unknown("There is no version " + version + " of a plugin '" + plugin
                        + "'. 'meridian plugin list' shows what is registered."));
    }

    private Optional<PluginVersion> find(Rows rows, String plugin, String version) throws SQLException {
        return rows.first(this::read, SELECT + " WHERE plugin = ? AND version = ?", plugin, version);
    }

    private Optional<PluginVersion> byDigest(Rows rows, String plugin, String digest) throws SQLException {
        return rows.first(this::read, SELECT + " WHERE plugin = ? AND digest = ?", plugin, digest);
    }

    /** @throws Refusal when none is registered */
    public PluginVersion newest(String plugin) {
        return all().stream()
                .filter(version -> version.plugin().equals(plugin))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(
                        "There is no plugin '" + plugin + "'. Register it first: meridian" + " plugin register."));
    }

    private static PluginVersion withNotices(PluginVersion version, List<String> notices) {
        return new PluginVersion(
                version.plugin(),
                version.version(),
                version.artifact(),
                version.manifest(),
                version.registeredBy(),
                version.registeredAt(),
                List.copyOf(notices));
    }

    /** A version never changes, so its manifest is read once. */
    private PluginVersion read(ResultSet row) throws SQLException {
        String name = row.getString(1) + " " + row.getString(2);
        PluginVersion remembered = known.get(name);
        if (remembered == null) {
            remembered = new PluginVersion(
                    row.getString(1),
                    row.getString(2),
                    new Artifact(Artifact.Kind.valueOf(row.getString(3)), row.getString(4), row.getString(5)),
                    Manifest.parse(row.getString(6)),
                    row.getString(7),
                    Instant.ofEpochMilli(row.getLong(8)),
                    List.of());
            known.put(name, remembered);
        }
        return remembered;
    }
}
