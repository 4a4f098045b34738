package io.meridian.audit.witness;

import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.CheckpointPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** The line of a recorder to a witness. */
public final class WitnessPlace implements CheckpointPlace {
    static final String HELLO = "HELLO ";
    static final String COUNT = "COUNT ";
    static final String KEPT = "KEPT ";
    static final String END = "END";

    private final Path socket;
    private Lines lines;

    public WitnessPlace(Path socket) {
        this.socket = socket;
    }

    @Override
    public String description() {
        return "witness at " + socket;
    }

    @Override
    public long count(String log, String shard) throws IOException {
        disconnect();
        lines = new Lines(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        return number(ask(HELLO + log + " " + shard + "\n"), COUNT);
    }

    @Override
    public void keep(List<Checkpoint> checkpoints) throws IOException {
        if (lines == null) {
            throw new IOException("not connected");
        }
        StringBuilder all = new StringBuilder();
        checkpoints.forEach(each -> all.append(each.line()).append('\n'));
        long kept = number(ask(all.append(END + "\n").toString()), KEPT);
        if (kept < checkpoints.getLast().count()) {
            disconnect();
            throw new IOException(
                    "it kept " + kept + " of " + checkpoints.getLast().count());
        }
    }

    private String ask(String text) throws IOException {
        try {
            lines.write(text);
            String answer = lines.read();
            if (answer == null) {
                throw new IOException("it closed the connection");
            }
            return answer;
        } catch (IOException away) {
            disconnect();
            throw away;
        }
    }

    private long number(String answer, String word) throws IOException {
        if (!answer.matches(word + "\\d{1,18}")) {
            disconnect();
            throw new IOException("it says: " + answer);
        }
        return Long.parseLong(answer.substring(word.length()));
    }

    private void disconnect() throws IOException {
        if (lines != null) {
            Lines old = lines;
            lines = null;
            old.close();
        }
    }

    @Override
    public void close() {
        try {
            disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
