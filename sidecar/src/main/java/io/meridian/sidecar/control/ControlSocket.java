package io.meridian.sidecar.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sidecar.control.ControlEvent.Kind;
import io.meridian.sidecar.file.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;

/**
 * The out-of-band way to the latch: a Unix socket in the sidecar's folder that only its owner can open. One line asks, one line
 * answers:
 *
 * <pre>
 * latch NAME REASON      ok latched 2026-01-31T12:00:00Z "anna" fat finger
 * release "Bo Li" all is well again
 * status                 ok open
 * health                 ok {"state":"READY", ...}
 * lead                   ok 7
 * anything else          error what is wrong
 * </pre>
 *
 * <p>Each may begin with {@code term=7}: it is the order of a manager that leads in that term, and refused when one of a later term was heard of; {@code lead} says nothing but that.
 *
 * <p>One thread of its own serves all peers. What a peer does wrong ends that peer alone: lines that are too long, silence, too many
 * connections. When there are too many, the oldest goes, so that silent peers never keep a new one out.
 */
public final class ControlSocket implements AutoCloseable {
    /** Its name in the sidecar's folder. */
    public static final String FILE = "control.sock";

    static final String TERM = "term=";

    private static final int LONGEST_LINE = 1024;
    private static final int MOST_PEERS = 16;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long SWEEP_MS = 1000;

    private final Path file;
    private final Latch latch;
    private final ManagerTerm term;
    private final InstantSource clock;
    private final ControlListener listener;
    private final Supplier<String> health;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean closed;

    private static final class Peer {
        final ByteBuffer input = ByteBuffer.allocate(LONGEST_LINE);
        final String osUser;
        final long deadlineNs;

        Peer(String osUser, long deadlineNs) {
            this.osUser = osUser;
            this.deadlineNs = deadlineNs;
        }
    }

    private ControlSocket(
            Path file, Latch latch, InstantSource clock, ControlListener listener, Supplier<String> health)
            throws IOException {
        this.file = file;
        this.latch = latch;
        term = ManagerTerm.open(file.getParent(), System::nanoTime);
        this.clock = clock;
        this.listener = listener;
        this.health = health;
        server = listen(file);
        selector = Selector.open();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().name("sidecar-control").daemon().unstarted(this::serve);
    }

    /**
     * Listens in this folder until closed.
     *
     * @param health tells how the sidecar is, on one line; asked from the socket's own thread
     * @throws IOException when another sidecar answers there, or the socket cannot be made
     */
    public static ControlSocket open(
            Path folder, Latch latch, InstantSource clock, ControlListener listener, Supplier<String> health)
            throws IOException {
        ControlSocket socket = new ControlSocket(folder.resolve(FILE), latch, clock, listener, health);
        socket.thread.start();
        return socket;
    }

    /** Whose orders count. */
    public ManagerTerm term() {
        return term;
    }

    /** Ends all connections and removes the socket. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocketChannel listen(Path file) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(SocketPath.of(file));
        if (Files.exists(file)) {
            if (answers(address)) {
                throw new IOException("Another sidecar answers at " + file
                        + ": a folder serves one sidecar. Stop the other one, or choose another sidecar.dir.");
            }
            Files.delete(file);
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(address);
            // The folder keeps others out before this line; the socket's own permissions do too from here on.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("The control socket " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static boolean answers(UnixDomainSocketAddress address) {
        try (SocketChannel probe = SocketChannel.open(address)) {
            return probe.isConnected();
        } catch (IOException stale) {
            return false;
        }
    }

    private void serve() {
        try (server;
                selector) {
            while (!closed) {
                selector.select(SWEEP_MS);
                Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
                while (ready.hasNext()) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    if (!key.isValid()) {
                        continue;
                    }
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        read(key);
                    }
                }
                endSilentPeers();
            }
            selector.keys().forEach(ControlSocket::end);
        } catch (IOException e) {
            if (!closed) {
                tell(Kind.DENIED, "", "the control socket failed: " + e.getMessage(), "");
            }
        } finally {
            try {
                Files.deleteIfExists(file);
                SocketPath.forget(file.getParent());
            } catch (IOException e) {
                // The next sidecar finds that nobody answers there, and removes it.
            }
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            if (selector.keys().size() > MOST_PEERS) {
                endOldestPeer();
            }
            Peer peer = new Peer(osUser(channel), System.nanoTime() + PATIENCE_NS);
            channel.register(selector, SelectionKey.OP_READ, peer);
        } catch (IOException e) {
            // This peer is gone again, or there are no more file descriptors: the others go on.
        }
    }

    private void read(SelectionKey key) {
        Peer peer = (Peer) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            int read = channel.read(peer.input);
            int end = endOfLine(peer.input);
            if (end >= 0) {
                String answer = answer(peer, end);
                channel.write(ByteBuffer.wrap((answer + "\n").getBytes(UTF_8)));
                // One line each: a peer that writes more is ended with it.
                end(key);
            } else if (!peer.input.hasRemaining()) {
                tell(Kind.DENIED, "", "a line over " + LONGEST_LINE + " bytes", peer.osUser);
                channel.write(ByteBuffer.wrap("error the line is too long\n".getBytes(UTF_8)));
                end(key);
            } else if (read < 0) {
                end(key);
            }
        } catch (IOException gone) {
            end(key);
        }
    }

    private String answer(Peer peer, int end) {
        String line;
        try {
            line = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(peer.input.array(), 0, end))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            tell(Kind.DENIED, "", "a line that is not UTF-8", peer.osUser);
            return "error the line is not UTF-8";
        }
        try {
            Words words = new Words(line);
            String verb = words.next("a word: latch, release, status, health or lead");
            if (verb.startsWith(TERM)) {
                String refusal = term.heard(termIn(verb));
                if (refusal != null) {
                    tell(Kind.DENIED, "", refusal, peer.osUser);
                    return "error " + refusal;
                }
                verb = words.next("a word behind the term");
            }
            return switch (verb) {
                case "status" -> "ok " + latch.state();
                case "health" -> "ok " + health.get();
                case "latch" -> "ok " + set(words, peer);
                case "release" -> "ok " + release(words, peer);
                case "lead" -> "ok " + term.highest();
                default -> throw new IllegalArgumentException("it knows latch, release, status, health and lead");
            };
        } catch (IllegalArgumentException e) {
            tell(Kind.DENIED, "", "a line that makes no sense: " + e.getMessage(), peer.osUser);
            return "error " + e.getMessage();
        } catch (IOException e) {
            tell(Kind.DENIED, "", "the latch could not be stored: " + e.getMessage(), peer.osUser);
            return "error The latch is " + (latch.isSet() ? "set" : "not set")
                    + " now, but that could not be stored, so a restart may forget it: "
                    + e.getMessage().replace('\n', ' ');
        }
    }

    private static long termIn(String word) {
        try {
            return Long.parseLong(word.substring(TERM.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the term is no number");
        }
    }

    private LatchState set(Words words, Peer peer) throws IOException {
        String by = words.next("a name");
        String reason = words.rest();
        boolean before = latch.isSet();
        LatchState state = latch.set(by, reason);
        tell(before ? Kind.LATCHED_AGAIN : Kind.LATCHED, by, reason, peer.osUser);
        return state;
    }

    private LatchState release(Words words, Peer peer) throws IOException {
        String by = words.next("a name");
        String reason = words.rest();
        boolean before = latch.isSet();
        LatchState state = latch.release(by, reason);
        if (before) {
            tell(Kind.RELEASED, by, reason, peer.osUser);
        }
        return state;
    }

    private void tell(Kind kind, String by, String reason, String osUser) {
        try {
            listener.onControl(new ControlEvent(kind, by, reason, osUser, clock.instant()));
        } catch (RuntimeException e) {
            // A listener that fails must not keep a person from the latch.
        }
    }

    private void endSilentPeers() {
        long nowNs = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Peer peer && nowNs - peer.deadlineNs > 0) {
                end(key);
            }
        }
    }

    private void endOldestPeer() {
        SelectionKey oldest = null;
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()
                    && key.attachment() instanceof Peer peer
                    && (oldest == null || peer.deadlineNs - ((Peer) oldest.attachment()).deadlineNs < 0)) {
                oldest = key;
            }
        }
        if (oldest != null) {
            end(oldest);
        }
    }

    private static void end(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static int endOfLine(ByteBuffer input) {
        for (int i = 0; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String osUser(SocketChannel channel) {
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
