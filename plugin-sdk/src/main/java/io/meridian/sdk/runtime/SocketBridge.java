package io.meridian.sdk.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a Unix socket look like a port on this loopback, for clients that know ports alone. It lives as long as its process. */
final class SocketBridge {
    private static final Map<Path, SocketBridge> ALL = new ConcurrentHashMap<>();
    private static final int PIECE = 16 << 10;

    private final Path socket;
    private final ServerSocketChannel server;

    private SocketBridge(Path socket) {
        this.socket = socket;
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no port can be had on the loopback for " + socket, e);
        }
        Thread.ofPlatform().daemon().name("way-out").start(this::accept);
    }

    /** The one of this socket, whoever listens there at the time. */
    static SocketBridge to(Path socket) {
        return ALL.computeIfAbsent(socket.toAbsolutePath().normalize(), SocketBridge::new);
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException failed) {
                // One that could not be taken; the next one may be.
                Thread.yield();
            }
        }
    }

    private void join(SocketChannel near) {
        try (near;
                SocketChannel far = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException nobodyThere) {
            // The client sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(piece.clear()) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            try {
                // Whoever still waits for the other way must not wait for ever.
                from.close();
                to.close();
            } catch (IOException alreadyClosed) {
                // That is what was wanted.
            }
        }
    }
}
