package io.meridian.sidecar.egress;

import io.meridian.bus.setting.HostPort;
import java.util.Locale;

/**
 * A host outside and its port.
 *
 * @param host in small letters, without brackets
 */
record Target(String host, int port) {
    /** @throws IllegalArgumentException when it is not {@code host:port} */
    static Target parse(String text) {
        HostPort parsed = HostPort.parse(text);
        if (parsed.port() == 0) {
            throw new IllegalArgumentException("port 0 is no port to connect to");
        }
        String host = parsed.host().toLowerCase(Locale.ROOT);
        return new Target(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, parsed.port());
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
