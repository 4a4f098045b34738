package io.meridian.sidecar.limit;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.bus.topic.TopicPattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How much a plugin may publish, and what counts as an order. */
public final class LimitSettings {
    /** Messages in a second. */
    public static final Setting<Long> MESSAGES = Setting.longInteger(
                    "sidecar.limit.messages",
                    "How many messages the plugin may publish in a second; 0 for no limit. More is refused as"
                            + " RATE_LIMITED, with the time to wait.")
            .defaultsTo(0L)
            .between(0L, TokenBucket.MAX_AMOUNT);

    /** Bytes in a second. */
    public static final Setting<Long> BYTES = Setting.bytes(
                    "sidecar.limit.bytes",
                    "How many bytes of payload the plugin may publish in a second; 0 for no limit.")
            .defaultsTo(0L)
            .between(0L, TokenBucket.MAX_AMOUNT);

    /** Orders in a second. */
    public static final Setting<Long> ORDERS = Setting.longInteger(
                    "sidecar.limit.orders",
                    "How many messages the plugin may publish in a second on topics that bear orders; 0 for no limit.")
            .defaultsTo(1000L)
            .between(0L, TokenBucket.MAX_AMOUNT);

    /** What may come at once. */
    public static final Setting<Duration> BURST = Setting.duration(
                    "sidecar.limit.burst", "How much may come at once: what each limit allows in this time.")
            .defaultsTo(Duration.ofSeconds(1))
            .between(Duration.ofMillis(1), Duration.ofMinutes(1));

    /** What bears orders. */
    public static final Setting<List<TopicPattern>> ORDER_TOPICS = Setting.list(
                    "sidecar.order.topics",
                    new SettingType<>("topic pattern", "platform.oms.command.**", TopicPattern::of, TopicPattern::text),
                    "Topics that bear orders: the kill latch stops them, and sidecar.limit.orders counts them.")
            .defaultsTo(Stream.of(
                            "platform.oms.command",
                            "platform.oms.command.**",
                            "platform.ems.command",
                            "platform.ems.command.**",
                            "platform.ccm.*.command",
                            "platform.ccm.*.command.**")
                    .map(TopicPattern::of)
                    .toList());

    /** All of them. */
    public static final SettingsSchema SCHEMA =
            SettingsSchema.of("Sidecar: limits", MESSAGES, BYTES, ORDERS, BURST, ORDER_TOPICS);

    private LimitSettings() {}
}
