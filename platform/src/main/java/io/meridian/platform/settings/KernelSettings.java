package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/** The settings of the kernel's service. */
public final class KernelSettings {
    public static final Setting<Path> DIR = Setting.path(
            "kernel.dir", "Folder of the kernel's journal and snapshots. One kernel at a time works in it.");

    public static final Setting<Boolean> SYNC = Setting.bool(
                    "kernel.sync",
                    "Whether events are forced to the disk before anybody hears of them. Without it a power cut may"
                            + " take what came in the last seconds; a crash of the process takes nothing either way.")
            .defaultsTo(true);

    public static final Setting<Integer> SNAPSHOT_EVERY = Setting.integer(
                    "kernel.snapshot.every",
                    "A snapshot is written after so many records of the journal, and at the end.")
            .defaultsTo(1_000_000)
            .between(100, Integer.MAX_VALUE);

    public static final Setting<Duration> MARK_INTERVAL = Setting.duration(
                    "kernel.mark.interval",
                    "How often the kernel is told the last quote and trade of an instrument. Price collars and values"
                            + " go by it.")
            .defaultsTo(Duration.ofSeconds(1))
            .between(Duration.ofMillis(1), Duration.ofHours(1));

    public static final Setting<Integer> IN_FLIGHT = Setting.integer(
                    "kernel.in.flight", "How many messages may be stored and not yet told and confirmed.")
            .defaultsTo(1024)
            .between(1, 65_536);

    public static final Setting<Integer> KEPT_ORDERS = Setting.integer(
                    "kernel.kept.orders",
                    "How many orders that are over are remembered. Snapshots of another number are refused.")
            .defaultsTo(1 << 18)
            .between(1_000, 1 << 26);

    public static final Setting<Integer> KEPT_ANSWERS = Setting.integer(
                    "kernel.kept.answers",
                    "How many commands back a repeat is recognised. Snapshots of another number are refused.")
            .defaultsTo(1 << 17)
            .between(1_000, 1 << 28);

    public static final Setting<Boolean> DAYS = Setting.bool(
                    "kernel.days",
                    "Whether business days begin and end by themselves, at midnight of kernel.zone. Otherwise a person"
                            + " or a scheduler says so: meridian desk day.")
            .defaultsTo(true);

    public static final Setting<String> ZONE = Setting.text(
                    "kernel.zone", "Time zone of the business day, such as America/New_York.")
            .check(KernelSettings::isZone, "must be a time zone such as UTC or Europe/London")
            .defaultsTo("UTC");

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Kernel", DIR, SYNC, SNAPSHOT_EVERY, MARK_INTERVAL, IN_FLIGHT, KEPT_ORDERS, KEPT_ANSWERS, DAYS, ZONE);

    private KernelSettings() {}

    private static boolean isZone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text);
    }
}
