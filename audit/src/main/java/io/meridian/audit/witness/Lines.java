package io.meridian.audit.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Lines of text over a socket; one that is too long ends the connection. For one thread. */
final class Lines implements AutoCloseable {
    private static final int LONGEST = 2_048;

    private final SocketChannel socket;
    private final ByteBuffer in = ByteBuffer.allocate(64 << 10).flip();

    Lines(SocketChannel socket) {
        this.socket = socket;
    }

    /** @return null at the end */
    String read() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            while (in.hasRemaining()) {
                char next = (char) (in.get() & 0xFF);
                if (next == '\n') {
                    return line.toString();
                }
                if (line.length() == LONGEST) {
                    throw new IOException("a line is longer than " + LONGEST);
                }
                line.append(next);
            }
            in.clear();
            int read = socket.read(in);
            in.flip();
            if (read < 0) {
                return null;
            }
        }
    }

    void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
