package io.meridian.cluster;

import io.meridian.bus.setting.HostPort;
import io.meridian.bus.setting.SettingType;

/**
 * One of the nodes that all others find the cluster by, and that decide: {@code name@host:port}.
 *
 * @param name what the node is called, here and in its own settings
 * @param address where it listens for other nodes
 */
public record Seed(String name, HostPort address) {
    /** How seeds are written in settings. */
    public static final SettingType<Seed> TYPE =
            new SettingType<>("seed", "a@10.0.0.1:7800", Seed::parse, Seed::toString);

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    static boolean isName(String text) {
        return text.matches(NAME);
    }

    private static Seed parse(String text) {
        int at = text.indexOf('@');
        if (at < 0 || !isName(text.substring(0, at))) {
            throw new IllegalArgumentException(
                    "must be a name of small letters, digits and '-', then '@' and where the node listens, such as"
                            + " a@10.0.0.1:7800");
        }
        return new Seed(text.substring(0, at), HostPort.parse(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return name + "@" + address;
    }
}
