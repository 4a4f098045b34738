package io.meridian.devservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds TCP ports of the loopback that nobody uses. */
public final class FreePorts {
    /** Ports handed out before: the operating system may offer one again before its server has bound it. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /**
     * A port that was free a moment ago and that this method has not given before. Another process may still take it
     * first, so a server that fails to bind is started again on another.
     */
    public static int next() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                synchronized (GIVEN) {
                    if (GIVEN.add(socket.getLocalPort())) {
                        return socket.getLocalPort();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no TCP port of the loopback can be bound: " + e.getMessage(), e);
            }
        }
        throw new IllegalStateException("attempts=100: the operating system offers only ports given before");
    }
}
