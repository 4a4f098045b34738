package io.meridian.platform.settings;

import io.meridian.audit.log.LogOptions;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.bus.topic.TopicPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings of the audit recorder. */
public final class AuditSettings {
    private static final SettingType<TopicPattern> PATTERN =
            new SettingType<>("topic pattern", "platform.oms.**", TopicPattern::of, TopicPattern::text);

    public static final Setting<Path> DIR = Setting.path(
                    "audit.dir", "Folder of the audit log. One recorder at a time writes to it.")
            .optional("that of the development stack");

    public static final Setting<Path> KEY_DIR = Setting.path(
                    "audit.key.dir",
                    "Folder of the key that signs checkpoints; a new one is made in an empty folder. Give the public"
                            + " half to whoever verifies.")
            .optional("key, in the folder of the log");

    public static final Setting<Path> SECOND_DIR = Setting.path(
                    "audit.second.dir",
                    "The second place of checkpoints, a folder: of use where the recorder's user cannot change what is"
                            + " written there.")
            .optional("beside the folder of the log, with -second behind its name");

    public static final Setting<Path> WITNESS = Setting.path(
                    "audit.witness",
                    "The socket of a witness ('meridian audit witness', run by another user): it is the second place"
                            + " then, instead of a folder.")
            .optional("no witness");

    public static final Setting<Long> SEGMENT_SIZE = Setting.bytes(
                    "audit.segment.size", "A file of the log that has so many bytes is followed by a new one.")
            .defaultsTo(256L << 20)
            .between(1L << 20, 1L << 40);

    public static final Setting<Duration> KEEP = Setting.duration(
                    "audit.keep",
                    "A file of the log whose records are all older than this is removed, when a new one is begun; 0s:"
                        + " never. While there is a file legal-hold.txt in the folder of the log, nothing is removed.")
            .defaultsTo(Duration.ZERO)
            .between(Duration.ZERO, Duration.ofDays(36_500));

    public static final Setting<String> SHARD = Setting.text(
                    "audit.shard",
                    "Name of the log beside others of the deployment. Records that are kept for different times are in"
                            + " logs of their own, each with a recorder, a folder and a name.")
            .defaultsTo(LogOptions.DEFAULT.shard())
            .check(name -> name.matches("[A-Za-z0-9_-]{1,32}"), "1 to 32 letters, digits, '_' or '-'");

    public static final Setting<List<TopicPattern>> ONLY = Setting.list(
                    "audit.only",
                    PATTERN,
                    "Patterns of the topics that this log is to have, such as platform.audit.delivered.*; none: all.")
            .defaultsTo(List.of());

    public static final Setting<List<TopicPattern>> EXCEPT = Setting.list(
                    "audit.except", PATTERN, "Patterns of topics that it is not to have, since another log has.")
            .defaultsTo(List.of());

    public static final Setting<Integer> CHECKPOINT_RECORDS = Setting.integer(
                    "audit.checkpoint.records", "After so many records a checkpoint is signed at the latest.")
            .defaultsTo(1_000)
            .between(1, 1_000_000);

    public static final Setting<Duration> CHECKPOINT_INTERVAL = Setting.duration(
                    "audit.checkpoint.interval", "How long a record waits for a checkpoint at the longest.")
            .defaultsTo(Duration.ofSeconds(1))
            .between(Duration.ofMillis(10), Duration.ofHours(1));

    public static final Setting<Duration> DELIVERY_BOUND = Setting.duration(
                    "audit.delivery.bound",
                    "How long a durable message may be on its way between two of its three observers: then the recorder"
                            + " says that the recorder, or a subscriber, was not given it.")
            .defaultsTo(Duration.ofSeconds(30))
            .between(Duration.ofSeconds(5), Duration.ofHours(24));

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Audit",
            DIR,
            KEY_DIR,
            SECOND_DIR,
            WITNESS,
            SHARD,
            ONLY,
            EXCEPT,
            SEGMENT_SIZE,
            KEEP,
            CHECKPOINT_RECORDS,
            CHECKPOINT_INTERVAL,
            DELIVERY_BOUND);

    private AuditSettings() {}
}
