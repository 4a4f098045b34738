package io.meridian.sdk.runtime;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sidecar's proxy, as a client of the JDK uses it. */
final class WayOut {
    private static final String USER = "meridian";
    /** Without this the JDK's client never shows a token to a proxy that it asks for a tunnel. Read once, at its first use. */
    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private WayOut() {}

    /** Before anything in this process uses the JDK's client. */
    static void prepare() {
        if (System.getProperty(TUNNELS) == null) {
            System.setProperty(TUNNELS, "");
        }
    }

    /** @throws IllegalStateException when the sidecar of this folder has no proxy */
    static HttpClient.Builder through(Path folder) {
        prepare();
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        Path socket = folder.resolve("egress.sock");
        if (Files.exists(socket) && !Files.exists(folder.resolve("egress.port"))) {
            // A plugin in a container has another loopback than its sidecar, and the JDK's client speaks to no socket
            // file.
            return client.proxy(loopback(SocketBridge.to(socket).port()));
        }
        int port;
        String token;
        try {
            port = Integer.parseInt(
                    Files.readString(folder.resolve("egress.port")).strip());
            token = Files.readString(folder.resolve("egress.token")).strip();
        } catch (IOException | NumberFormatException none) {
            throw new IllegalStateException(
                    "there is no way out of folder=" + folder
                            + ": the sidecar has no proxy. Declare the hosts under egress"
                            + " in @MeridianPlugin, and let the sidecar run with sidecar.egress=true",
                    none);
        }
        return client.proxy(loopback(port)).authenticator(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(USER, token.toCharArray())
                        : null;
            }
        });
    }

    private static ProxySelector loopback(int port) {
        return ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
    }
}
