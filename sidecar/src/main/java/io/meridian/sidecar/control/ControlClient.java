package io.meridian.sidecar.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sidecar.file.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Talks to a sidecar's control socket. One call, one connection. */
public final class ControlClient {
    private static final int LONGEST_ANSWER = 16 << 10;

    private final Path socket;
    private final Duration patience;
    private final long term;

    /**
     * For the sidecar in this folder.
     *
     * @param patience how long it may take to answer
     */
    public ControlClient(Path folder, Duration patience) {
        this(folder, patience, 0);
    }

    /** @param term in which the caller leads; 0: it is the only one, or a person at this machine */
    public ControlClient(Path folder, Duration patience, long term) {
        socket = folder.resolve(ControlSocket.FILE);
        this.patience = patience;
        this.term = term;
    }

    /** Sets the latch; when this returns, it is set and stored. */
    public LatchState latch(String by, String reason) throws IOException {
        return ask("latch \"" + LatchState.checkedName(by) + "\" " + LatchState.mendedReason(reason));
    }

    /** Releases the latch; when this returns, that is stored. */
    public LatchState release(String by, String reason) throws IOException {
        return ask("release \"" + LatchState.checkedName(by) + "\" " + LatchState.checkedReason(reason));
    }

    /** What the latch says now. */
    public LatchState status() throws IOException {
        return ask("status");
    }

    /** How the sidecar is, as a JSON object on one line. */
    public String health() throws IOException {
        return answer("health");
    }

    /** Says that the caller leads, so that the sidecar goes on. */
    public void lead() throws IOException {
        answer("lead");
    }

    private LatchState ask(String line) throws IOException {
        String answer = answer(line);
        try {
            return LatchState.parse(answer);
        } catch (RuntimeException e) {
            throw new IOException("The sidecar gave an answer that makes no sense: " + answer, e);
        }
    }

    private String answer(String line) throws IOException {
        String answer;
        try {
            answer = exchange((term == 0 ? "" : ControlSocket.TERM + term + " ") + line + "\n");
        } catch (IOException e) {
            throw new IOException("The sidecar does not answer at " + socket + ": " + e.getMessage(), e);
        }
        if (!answer.startsWith("ok ")) {
            throw new IOException(
                    answer.startsWith("error ") ? answer.substring("error ".length()) : "answer=" + answer);
        }
        return answer.substring("ok ".length());
    }

    private String exchange(String line) throws IOException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(SocketPath.toCall(socket)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            // A line is smaller than any socket's buffer, so it goes out whole.
            channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
            while (answer.hasRemaining()) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new IOException("no answer within " + patience.toMillis() + " ms");
                }
                selector.select(leftMs);
                selector.selectedKeys().clear();
                int read = channel.read(answer);
                if (read < 0) {
                    throw new IOException("it closed the connection without an answer");
                }
                if (answer.position() > 0 && answer.get(answer.position() - 1) == '\n') {
                    return new String(answer.array(), 0, answer.position() - 1, UTF_8);
                }
            }
            throw new IOException("the answer is too long");
        }
    }
}
