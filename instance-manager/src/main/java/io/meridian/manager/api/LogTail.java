package io.meridian.manager.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The end of a log, and what is added to it. */
final class LogTail {
    private static final int PIECE = 64 << 10;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int QUIET_LOOKS = 25;

    private final Path log;

    LogTail(Path log) {
        this.log = log;
    }

    void write(OutputStream out, int lines, boolean follows) throws IOException {
        long at = beginOf(lines);
        int quiet = 0;
        while (true) {
            long before = at;
            at = copyFrom(at, out);
            out.flush();
            if (!follows) {
                return;
            }
            quiet = at == before ? quiet + 1 : 0;
            if (quiet >= QUIET_LOOKS) {
                // Somebody who went away is only noticed by writing; a log takes an empty line.
                out.write('\n');
                out.flush();
                quiet = 0;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Copies what there is behind a place, and gives where that ends. A log that became shorter is read from its beginning. */
    private long copyFrom(long from, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long at = channel.size() < from ? 0 : from;
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            for (int read = channel.read(piece, at); read > 0; read = channel.read(piece, at)) {
                out.write(piece.array(), 0, read);
                at += read;
                piece.clear();
            }
            return at;
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    private long beginOf(int lines) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long end = channel.size();
            long at = end;
            int found = 0;
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (at > 0) {
                int length = (int) Math.min(PIECE, at);
                piece.clear().limit(length);
                channel.read(piece, at - length);
                for (int i = length - 1; i >= 0; i--) {
                    // The last line ends with one of its own.
                    if (piece.get(i) == '\n' && at - length + i != end - 1 && ++found == lines) {
                        return at - length + i + 1;
                    }
                }
                at -= length;
            }
            return lines == 0 ? end : 0;
        }
    }
}
