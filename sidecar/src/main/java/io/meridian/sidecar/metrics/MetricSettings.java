package io.meridian.sidecar.metrics;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.bus.topic.TopicPattern;
import java.time.Duration;
import java.util.List;

/** How metrics are named. */
public final class MetricSettings {
    private static final SettingType<TopicPattern> PATTERN =
            new SettingType<>("topic pattern", "desk.orders.**", TopicPattern::of, TopicPattern::text);

    /** Topics outside the platform's own names. */
    public static final Setting<List<TopicPattern>> TOPICS = Setting.list(
                    "sidecar.metrics.topics",
                    PATTERN,
                    "Patterns of your own topics that get a row of their own in metrics, such as desk.orders.**."
                            + " Without one, what is not named as the platform names it counts as 'other'.")
            .defaultsTo(List.of());

    /** How often a sidecar reports on the bus. */
    public static final Setting<Duration> REPORTS = Setting.duration(
                    "sidecar.telemetry.interval",
                    "How often the sidecar reports its health and figures on platform.telemetry.{instance}; 0s: never.")
            .defaultsTo(Duration.ofSeconds(10))
            .between(Duration.ZERO, Duration.ofHours(1));

    /** All of them. */
    public static final SettingsSchema SCHEMA = SettingsSchema.of("Sidecar: metrics", TOPICS, REPORTS);

    private MetricSettings() {}
}
