package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/** The settings of the management pages. */
public final class UiSettings {
    public static final Setting<Integer> PORT = Setting.integer(
                    "ui.port", "Where the pages are, on the loopback; 0 for any port that is free.")
            .defaultsTo(9090)
            .between(0, 65_535);

    public static final Setting<String> ADDRESS = Setting.text(
                    "ui.address",
                    "Where they listen. Leave it, unless they are in a container whose port is published on the"
                            + " loopback of its machine: there 0.0.0.0.")
            .defaultsTo("127.0.0.1")
            .check(UiSettings::isAddress, "an address in figures, such as 127.0.0.1");

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

    public static final SettingsSchema SCHEMA =
            SettingsSchema.ofEngine("Management pages", PORT, ADDRESS, ORIGIN, IDLE, LIMIT);

    private UiSettings() {}

    /** A name would be looked up, and may lead elsewhere. */
    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

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
