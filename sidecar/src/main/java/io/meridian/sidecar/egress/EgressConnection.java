package io.meridian.sidecar.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sidecar.egress.RequestHead.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection of the plugin: one request, answered, passed on, or made a tunnel. On a thread of its own. */
final class EgressConnection implements Runnable {
    private static final int CONNECT_MS = 10_000;
    private static final int BUFFER = 16 << 10;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long HEAD_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final EgressProxy proxy;
    private final SocketChannel client;
    private final boolean needsToken;
    private volatile long endByNs;
    private volatile Target target;
    private volatile Socket host;

    EgressConnection(EgressProxy proxy, SocketChannel client, boolean needsToken) {
        this.proxy = proxy;
        this.client = client;
        this.needsToken = needsToken;
        endByNs = System.nanoTime() + HEAD_NS;
    }

    /** Where it goes; null while that is not decided. */
    Target target() {
        return target;
    }

    /** Whether it has not said in time what it wants, or does not go after it was refused. */
    boolean isOverdue(long nowNs) {
        long endBy = endByNs;
        return endBy != UNLIMITED && nowNs - endBy > 0;
    }

    /** Ends it, from any thread. */
    void end() {
        closeQuietly(client);
        Socket open = host;
        if (open != null) {
            closeQuietly(open);
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception alreadyGone) {
            // Nothing is left to close.
        }
    }

    @Override
    public void run() {
        try (client) {
            InputStream in = Channels.newInputStream(client);
            OutputStream out = Channels.newOutputStream(client);
            try {
                RequestHead head = RequestHead.read(in);
                if (proxy.isFull()) {
                    refuse(
                            in,
                            out,
                            503,
                            "Service Unavailable",
                            "There are too many connections already (sidecar.egress.max.connections). End some.");
                } else if (head != null) {
                    serve(head, in, out);
                }
            } catch (MalformedException wrong) {
                refuse(in, out, 400, "Bad Request", "The request cannot be read: " + wrong.getMessage() + ".");
            }
        } catch (IOException gone) {
            // One of the two sides ended the connection; the other side's end follows from it.
        } finally {
            end();
            proxy.ended(this);
        }
    }

    private void serve(RequestHead head, InputStream in, OutputStream out) throws IOException {
        if (needsToken && !hasToken(head)) {
            refuse(
                    in,
                    out,
                    407,
                    "Proxy Authentication Required",
                    "The user is meridian, the password is in egress.token.");
            return;
        }
        Target wanted = head.to();
        if (!proxy.rules().allows(wanted)) {
            proxy.denied(wanted);
            refuse(
                    in,
                    out,
                    403,
                    "Forbidden",
                    wanted + " is not among the hosts that this plugin may reach. Declare it under egress in the"
                            + " plugin's manifest and have it granted: a line 'allow " + wanted
                            + "' in the file egress of the sidecar.");
            return;
        }
        target = wanted;
        endByNs = UNLIMITED;
        byte[] passedOn = head.isTunnel()
                ? new byte[0]
                : head.forHost(wanted, proxy.credentials().of(wanted));
        try (Socket connected =
                connect(wanted, !head.isTunnel() && proxy.credentials().speaksTls(wanted))) {
            host = connected;
            // The rules may have changed meanwhile.
            if (!proxy.rules().allows(wanted)) {
                return;
            }
            connected.getOutputStream().write(passedOn);
            if (head.isTunnel()) {
                out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(UTF_8));
            }
            relay(in, out, connected);
        } catch (UnreachableException failure) {
            refuse(in, out, 502, "Bad Gateway", wanted + " cannot be reached: " + failure.getMessage() + ".");
        }
    }

    private static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message);
        }
    }

    private boolean hasToken(RequestHead head) {
        String given = head.header("proxy-authorization");
        String right =
                "Basic " + Base64.getEncoder().encodeToString((EgressProxy.USER + ":" + proxy.token()).getBytes(UTF_8));
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), right.getBytes(UTF_8));
    }

    private Socket connect(Target wanted, boolean tls) throws UnreachableException {
        Socket socket = new Socket();
        try {
            InetAddress address = InetAddress.getByName(wanted.host());
            boolean inside = address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress();
            if (inside && !proxy.rules().names(wanted)) {
                throw new UnreachableException("its name leads to " + address.getHostAddress()
                        + ", which is this machine; only a line that names it in full allows that");
            }
            socket.connect(new InetSocketAddress(address, wanted.port()), CONNECT_MS);
            if (!tls) {
                return socket;
            }
            SSLSocket secure = (SSLSocket) proxy.tls().createSocket(socket, wanted.host(), wanted.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(CONNECT_MS);
            secure.startHandshake();
            secure.setSoTimeout(0);
            return secure;
        } catch (UnreachableException refused) {
            closeQuietly(socket);
            throw refused;
        } catch (IOException failure) {
            closeQuietly(socket);
            throw new UnreachableException(String.valueOf(failure.getMessage()));
        }
    }

    /** Both ways until the host ends, or both have. */
    private void relay(InputStream in, OutputStream out, Socket connected) throws IOException {
        Thread up = Thread.ofVirtual().name("egress-up").start(() -> {
            try {
                copy(in, connected.getOutputStream());
                connected.shutdownOutput();
            } catch (IOException | UnsupportedOperationException gone) {
                // The way back ends by itself when the host has nothing more to say.
            }
        });
        copy(connected.getInputStream(), out);
        // Let the plugin read to the end before the connection is gone.
        client.shutdownOutput();
        try {
            up.join(LINGER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
            proxy.passed(read);
        }
    }

    private void refuse(InputStream in, OutputStream out, int status, String title, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(UTF_8);
        String head =
                "HTTP/1.1 " + status + " " + title + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.length + "\r\nConnection: close\r\n"
                        + (status == 407 ? "Proxy-Authenticate: Basic realm=\"meridian\"\r\n" : "") + "\r\n";
        endByNs = System.nanoTime() + LINGER.toNanos();
        out.write(head.getBytes(UTF_8));
        out.write(body);
        client.shutdownOutput();
        // Whoever ends a connection with something unread takes back what it has sent.
        byte[] unread = new byte[BUFFER];
        while (in.read(unread) >= 0) {
            // Ended from outside when it takes too long.
        }
    }
}
