package io.meridian.bus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between an engine's client and its server on the loopback and plays the bad network. It goes on listening while
 * it is cut, so that no other process can take its port, and resets whoever connects.
 */
public final class TcpProxy implements AutoCloseable {
    private enum State {
        FORWARDING,
        STALLED,
        CUT,
        CLOSED
    }

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final ServerSocket listening;
    private final int targetPort;
    private final Thread acceptor;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.FORWARDING;

    private TcpProxy(ServerSocket listening, int targetPort) {
        this.listening = listening;
        this.targetPort = targetPort;
        acceptor =
                Thread.ofVirtual().name("tcp-proxy-" + listening.getLocalPort()).start(this::acceptAll);
    }

    /** Listens on a free port of the loopback and forwards to another, where a server may be or come later. */
    public static TcpProxy to(int targetPort) {
        try {
            return new TcpProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), targetPort);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot listen on the loopback: " + e.getMessage(), e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many clients are connected through it. */
    public int connections() {
        return pairs.size();
    }

    /** Resets all connections and all that come, until {@link #heal}. */
    public void cut() {
        become(State.CUT);
        pairs.forEach(Pair::reset);
    }

    /** Keeps connections and takes new ones, but lets no byte through, until {@link #heal}. */
    public void stall() {
        become(State.STALLED);
    }

    /** Forwards again; bytes held back by {@link #stall} go first. */
    public void heal() {
        become(State.FORWARDING);
    }

    /** Resets all connections and stops listening. Idempotent. */
    @Override
    public void close() {
        become(State.CLOSED);
        closeQuietly(listening);
        awaitAcceptor();
        pairs.forEach(Pair::reset);
    }

    /** Until the acceptor is out, the system may still take connections in its name. */
    private void awaitAcceptor() {
        try {
            acceptor.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void become(State next) {
        lock.lock();
        try {
            if (state != State.CLOSED) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Holds bytes back while stalled; false when they must not go on at all. */
    private boolean awaitPassage() {
        lock.lock();
        try {
            while (state == State.STALLED) {
                changed.awaitUninterruptibly();
            }
            return state == State.FORWARDING;
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                Pair pair = new Pair(listening.accept(), new Socket());
                pairs.add(pair);
                Thread.ofVirtual().start(pair::run);
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void run() {
            try {
                if (awaitPassage()) {
                    client.setTcpNoDelay(true);
                    server.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_TIMEOUT_MS);
                    server.setTcpNoDelay(true);
                    Thread back = Thread.ofVirtual().start(() -> pump(server, client));
                    pump(client, server);
                    back.join();
                }
            } catch (IOException e) {
                // No server: the client sees a reset, as it would without the proxy in between.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                reset();
                pairs.remove(this);
            }
        }

        private void pump(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                while (true) {
                    int length = from.getInputStream().read(buffer);
                    if (!awaitPassage()) {
                        reset();
                        return;
                    }
                    if (length < 0) {
                        to.shutdownOutput();
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException e) {
                reset();
            }
        }

        void reset() {
            closeAbruptly(client);
            closeAbruptly(server);
        }
    }

    /** With a reset instead of a polite end, and without waiting for what was not sent. */
    private static void closeAbruptly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // There is nothing more to do with it.
        }
    }
}
