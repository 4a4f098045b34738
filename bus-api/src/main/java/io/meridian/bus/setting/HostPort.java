package io.meridian.bus.setting;

/**
 * A host name or address and a port. Port 0 is allowed and means "any free port" where the setting is one to listen on.
 *
 * @param host name, IPv4 address, or IPv6 address without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    public HostPort {
        boolean isIpv6 = host.indexOf(':') >= 0;
        if (!host.matches(isIpv6 ? "[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?" : "[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("host=" + Shown.bare(host) + " must be a host name or an IP address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port=" + port + " must be from 0 to 65535");
        }
    }

    /** Reads {@code host:port}; an IPv6 address stands in brackets. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean inBrackets = host.startsWith("[") && host.endsWith("]");
        if (!text.substring(colon + 1).matches("[0-9]{1,5}") || inBrackets != host.contains(":")) {
            throw new IllegalArgumentException("must be host:port such as localhost:4222 or [::1]:4222");
        }
        String bare = inBrackets ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare, Integer.parseInt(text.substring(colon + 1)));
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
