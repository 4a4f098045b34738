package io.meridian.sidecar.egress;

import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.file.AttachPlace;
import io.meridian.sidecar.file.SocketPath;
import io.meridian.sidecar.grants.WatchedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;

/**
 * A proxy for one plugin, on a Unix socket in the place where it attaches and, where the plugin has the same one, on the loopback, where it asks for a token. It lets
 * through what its rules allow; a rule that goes cuts what it had allowed.
 */
public final class EgressProxy implements AutoCloseable {
    /** The rules' name in the sidecar's folder. */
    public static final String RULES_FILE = "egress";
    /** The socket's name in the sidecar's folder. */
    public static final String SOCKET_FILE = "egress.sock";
    /** Where the port on the loopback stands. */
    public static final String PORT_FILE = "egress.port";
    /** Where the token for the loopback stands. */
    public static final String TOKEN_FILE = "egress.token";
    /** Goes with the token. */
    public static final String USER = "meridian";

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /** So many times the limit are told that there are too many; beyond that they are ended without a word. */
    private static final int HARD_LIMIT = 2;

    private static final long TELL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Options options;
    private final Credentials credentials;
    private final WatchedFile file;
    private final ServerSocketChannel socket;
    /** Null for a plugin that is apart: it has another loopback. */
    private final ServerSocketChannel loopback;

    private final Set<EgressConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong denials = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile EgressRules rules = EgressRules.NONE;
    private volatile Target lastDenied;
    private volatile boolean closed;
    private long toldNs = System.nanoTime() - TELL_NS;
    private long told;

    /**
     * What it is made of.
     *
     * @param folder of the sidecar
     * @param place where the plugin looks for it
     * @param port on 127.0.0.1, or 0 for any that is free
     * @param token for the loopback
     * @param credentials file of secrets, or null
     * @param mostConnections at a time
     * @param tls makes secure connections to hosts
     * @param denied told of each denial, from any thread
     */
    public record Options(
            Path folder,
            AttachPlace place,
            int port,
            String token,
            Path credentials,
            int mostConnections,
            SSLSocketFactory tls,
            Runnable denied,
            SidecarLog log) {
        @Override
        public String toString() {
            return "folder=" + folder;
        }
    }

    private EgressProxy(Options options) throws IOException {
        this.options = options;
        credentials = options.credentials() == null
                ? Credentials.NONE
                : Credentials.read(options.credentials(), System::getenv);
        file = new WatchedFile(options.folder().resolve(RULES_FILE));
        look();
        Path path = options.place().folder().resolve(SOCKET_FILE);
        Files.deleteIfExists(path);
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        loopback = options.place().isApart() ? null : ServerSocketChannel.open();
        try {
            socket.bind(UnixDomainSocketAddress.of(SocketPath.of(path)));
            options.place().open(path);
            if (loopback != null) {
                loopback.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()));
                options.place().write(TOKEN_FILE, options.token() + "\n");
                options.place().write(PORT_FILE, port() + "\n");
            }
        } catch (IOException e) {
            closeBoth();
            throw new IOException(
                    "The way out cannot be opened (port " + options.port() + " on 127.0.0.1, or " + path + "): "
                            + e.getMessage()
                            + ". Set sidecar.egress.port to another one, or to 0 for any that is free.",
                    e);
        }
    }

    /**
     * Opens it.
     *
     * @throws IOException when a socket cannot be had or the credentials cannot be used; the text says what to do
     */
    public static EgressProxy open(Options options) throws IOException {
        EgressProxy proxy = new EgressProxy(options);
        Thread.ofPlatform().daemon().name("sidecar-egress").start(() -> proxy.accept(proxy.socket, false));
        if (proxy.loopback != null) {
            Thread.ofPlatform().daemon().name("sidecar-egress-tcp").start(() -> proxy.accept(proxy.loopback, true));
        }
        Thread.ofPlatform().daemon().name("sidecar-egress-watch").start(proxy::watch);
        return proxy;
    }

    /** On 127.0.0.1, for a plugin that is not apart. */
    public int port() throws IOException {
        return ((InetSocketAddress) loopback.getLocalAddress()).getPort();
    }

    private void accept(ServerSocketChannel server, boolean needsToken) {
        while (!closed) {
            try {
                SocketChannel client = server.accept();
                if (connections.size() > HARD_LIMIT * options.mostConnections()) {
                    client.close();
                    continue;
                }
                EgressConnection connection = new EgressConnection(this, client, needsToken);
                connections.add(connection);
                Thread.ofVirtual().name("egress").start(connection);
            } catch (IOException failure) {
                if (!closed) {
                    options.log().warn("The way out could not take a connection: " + failure.getMessage());
                    LockSupport.parkNanos(LOOK_NS);
                }
            }
        }
    }

    private void watch() {
        while (!closed) {
            look();
            long nowNs = System.nanoTime();
            for (EgressConnection connection : connections) {
                Target to = connection.target();
                if (connection.isOverdue(nowNs) || to != null && !rules.allows(to)) {
                    connection.end();
                }
            }
            tellDenials(nowNs);
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void look() {
        try {
            Optional<String> text = file.changed();
            if (text != null) {
                rules = EgressRules.parse(text.orElse(""));
                options.log()
                        .info("Hosts outside that the plugin may reach: "
                                + rules.rules().size() + ".");
            }
        } catch (IOException | IllegalArgumentException wrong) {
            options.log()
                    .error("The file " + file.path() + " is refused, and what was in force stays: "
                            + wrong.getMessage());
        }
    }

    private void tellDenials(long nowNs) {
        long now = denials.get();
        if (now != told && nowNs - toldNs > TELL_NS) {
            options.log()
                    .warn("Connections to hosts outside that were denied so far: " + now + ", the last to " + lastDenied
                            + ".");
            told = now;
            toldNs = nowNs;
        }
    }

    EgressRules rules() {
        return rules;
    }

    Credentials credentials() {
        return credentials;
    }

    String token() {
        return options.token();
    }

    SSLSocketFactory tls() {
        return options.tls();
    }

    void denied(Target target) {
        lastDenied = target;
        denials.incrementAndGet();
        options.denied().run();
    }

    void passed(int count) {
        bytes.addAndGet(count);
    }

    /** Whether there are more than allowed. */
    boolean isFull() {
        return connections.size() > options.mostConnections();
    }

    void ended(EgressConnection connection) {
        connections.remove(connection);
    }

    /** Bytes that went through, both ways together. */
    public long bytes() {
        return bytes.get();
    }

    /** How many connections there are now. */
    public int connections() {
        return connections.size();
    }

    private void closeBoth() throws IOException {
        socket.close();
        if (loopback != null) {
            loopback.close();
        }
    }

    /** Ends all connections and both ways in. */
    @Override
    public void close() throws IOException {
        closed = true;
        closeBoth();
        connections.forEach(EgressConnection::end);
        for (String name : new String[] {SOCKET_FILE, PORT_FILE, TOKEN_FILE}) {
            Files.deleteIfExists(options.place().folder().resolve(name));
        }
    }
}
