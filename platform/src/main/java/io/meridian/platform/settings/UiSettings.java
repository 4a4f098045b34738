package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.net.URI;
import java.time.Duration;

/** The settings of the management pages. */
public final class UiSettings {
    public static final Setting<Integer> PORT = Setting.integer(
                    "ui.port", "Where the pages are, on the loopback; 0 for any port that is free.")
            .defaultsTo(9090)
            .between(0, 65_535);

    public static final Setting<String> ORIGIN = Setting.text(
                    "ui.origin",
                    "Where people reach the pages through a proxy with TLS, such as https://meridian.example.com.")
            .optional("the loopback alone")
            .check(UiSettings::isOrigin, "https:// and a host, perhaps with a port, and nothing behind it");

    public static final Setting<Duration> IDLE = Setting.duration(
                    "ui.session.idle", "How long a login in a browser lasts while nobody uses it.")
            .defaultsTo(Duration.ofMinutes(30))
            .between(Duration.ofMinutes(1), Duration.ofHours(12));

    public static final Setting<Duration> LIMIT = Setting.duration(
                    "ui.session.limit", "How long a login in a browser lasts at all.")
            .defaultsTo(Duration.ofHours(12))
            .between(Duration.ofMinutes(1), Duration.ofHours(12));

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine("Management pages", PORT, ORIGIN, IDLE, LIMIT);

    private UiSettings() {}

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && text.equals("https://" + uri.getRawAuthority())
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
