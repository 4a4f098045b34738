package io.meridian.devservers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Finds TCP ports of the loopback that nobody uses. */
public final class FreePorts {
    /**
     * From above what well-known servers take to below what Linux gives to outgoing connections: one of those would
     * have the port of a server that is being started again.
     */
    private static final int LOWEST = 10_000;

    private static final int END = 32_768;
    private static final int ATTEMPTS = 1_000;

    /** Ports handed out before, whose servers may not have bound them yet. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /**
     * A port that was free a moment ago and that this method has not given before. Another process may still take it
     * first, so a server that fails to bind is started again on another.
     */
    public static int next() {
        String trouble = "all are given";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                synchronized (GIVEN) {
                    if (GIVEN.add(socket.getLocalPort())) {
                        return port;
                    }
                }
            } catch (IOException taken) {
                trouble = taken.getMessage();
            }
        }
        throw new IllegalStateException("attempts=" + ATTEMPTS + ": no TCP port of the loopback from " + LOWEST + " to "
                + (END - 1) + " can be bound: " + trouble);
    }
}
