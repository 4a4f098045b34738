package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.manager.basis.Mode;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the instance manager. */
public final class ManagerSettings {
    public static final Setting<Path> DIR = Setting.path(
                    "manager.dir",
                    "Folder of the instance manager: its database, artifacts, and the folders of instances. One"
                            + " manager at a time has it.")
            .optional("that of the development stack");

    public static final Setting<Integer> PORT = Setting.integer(
                    "manager.port", "Where its interface is, on the loopback; 0 for any port that is free.")
            .defaultsTo(7400)
            .between(0, 65_535);

    public static final Setting<Mode> MODE = Setting.choice(
                    "manager.mode",
                    Mode.class,
                    "DEVELOPMENT grants at once what a manifest asks for, and takes another content for a version that"
                            + " is there; PRODUCTION does neither.")
            .defaultsTo(Mode.PRODUCTION);

    public static final Setting<String> DATABASE_URL = Setting.text(
                    "manager.database.url",
                    "The database of a PostgreSQL server, such as postgresql://host:5432/meridian, in place of a file.")
            .optional("a file in the manager's folder");

    public static final Setting<String> DATABASE_USER =
            Setting.text("manager.database.user", "Who is let in there.").defaultsTo("");

    public static final Setting<String> DATABASE_PASSWORD = Setting.text(
                    "manager.database.password", "The password for that.")
            .defaultsTo("")
            .secret();

    public static final Setting<Integer> QUOTA_INSTANCES = Setting.integer(
                    "manager.quota.instances", "How many instances there may be.")
            .defaultsTo(500)
            .between(1, 100_000);

    public static final Setting<Long> QUOTA_MEMORY = Setting.bytes(
                    "manager.quota.memory", "What the plugins that shall run may declare of memory together.")
            .defaultsTo(64L << 30)
            .between(16L << 20, 1L << 50);

    public static final Setting<Double> QUOTA_CPUS = Setting.decimal("manager.quota.cpus", "The same, of processors.")
            .defaultsTo(256.0)
            .between(0.01, 100_000.0);

    public static final Setting<Integer> SENSITIVE_APPROVALS = Setting.integer(
                    "manager.sensitive.approvals", "How many people must approve a grant that is sensitive.")
            .defaultsTo(2)
            .between(1, 10);

    public static final Setting<Path> SENSITIVE_FILE = Setting.path(
                    "manager.sensitive.file", "Which grants are sensitive: lines of TAG ACTION PATTERN.")
            .optional("those that come with the platform: orders, routing, venues, control, books");

    public static final Setting<Path> NEIGHBOURS = Setting.path(
                    "manager.neighbours",
                    "Folder of sidecars on this machine that somebody else starts, one folder each: kills and releases"
                            + " are about them, too.")
            .optional("none; in the development stack that of its own");

    public static final Setting<String> DOCKER_HOST = Setting.text(
                    "manager.docker.host",
                    "Where the Docker daemon of this machine is, such as unix:///var/run/docker.sock: then plugins can"
                            + " run as containers. The manager must be run by root for that.")
            .optional("no containers");

    public static final Setting<String> SIDECAR_IMAGE = Setting.text(
                    "manager.docker.sidecar.image",
                    "The image that sidecars in containers run from; 'meridian image sidecar' builds it.")
            .defaultsTo("meridian-sidecar:0.1.0");

    public static final Setting<String> SIDECAR_NETWORK = Setting.text(
                    "manager.docker.sidecar.network",
                    "The network of sidecars in containers, as Docker calls it. With host they reach a bus on the"
                            + " loopback. Plugins have none.")
            .defaultsTo("host");

    public static final Setting<Path> RECORD = Setting.path(
                    "manager.record",
                    "Folder where each plugin in Java that runs as a process writes down what it sees and says, a new"
                            + " file a start, for 'meridian replay'.")
            .optional("nothing is written down");

    public static final Setting<Duration> DRAIN = Setting.duration(
                    "manager.drain", "How long a plugin or sidecar may take to end in good order; then it is killed.")
            .defaultsTo(Duration.ofSeconds(15))
            .between(Duration.ofMillis(100), Duration.ofMinutes(30));

    public static final Setting<Boolean> OBSERVE = Setting.bool(
                    "manager.observe",
                    "Whether a plugin that starts while there are open orders of its own sends none before a person"
                            + " lets it trade.")
            .defaultsTo(true);

    public static final Setting<Duration> BACKUP_EVERY = Setting.duration(
                    "manager.backup.every", "How often the database is backed up; 0s: only by command.")
            .defaultsTo(Duration.ofHours(24))
            .between(Duration.ZERO, Duration.ofDays(365));

    public static final Setting<Integer> BACKUP_KEEP = Setting.integer(
                    "manager.backup.keep", "How many backups are kept; the oldest go.")
            .defaultsTo(14)
            .between(1, 10_000);

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Instance manager",
            DIR,
            PORT,
            MODE,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            QUOTA_INSTANCES,
            QUOTA_MEMORY,
            QUOTA_CPUS,
            SENSITIVE_APPROVALS,
            SENSITIVE_FILE,
            NEIGHBOURS,
            DOCKER_HOST,
            SIDECAR_IMAGE,
            SIDECAR_NETWORK,
            RECORD,
            DRAIN,
            OBSERVE,
            BACKUP_EVERY,
            BACKUP_KEEP);

    private ManagerSettings() {}

    /** In its folder, its database, where that is a file. */
    public static Path database(Path folder) {
        return folder.resolve("manager.db");
    }

    /** In its folder, the port of its interface, while it runs. */
    public static Path port(Path folder) {
        return folder.resolve("http.port");
    }

    /** In its folder, the password of the account that a new manager makes itself, until somebody has set the manager up. */
    public static Path firstPassword(Path folder) {
        return folder.resolve("first-password");
    }
}
