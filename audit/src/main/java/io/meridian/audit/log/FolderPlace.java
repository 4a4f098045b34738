package io.meridian.audit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A folder: a file a log, only ever appended to. It is a second place only when whoever writes the log cannot write there otherwise: a mount that only
 * takes appends, another machine's disk. For a folder of another user there is the witness.
 */
public final class FolderPlace implements CheckpointPlace {
    private final Path folder;

    public FolderPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public String description() {
        return "folder " + folder;
    }

    /** The file of a log's checkpoints. */
    public static Path file(Path folder, String log, String shard) {
        return folder.resolve(log + "-" + shard + ".txt");
    }

    @Override
    public long count(String log, String shard) throws IOException {
        Path file = file(folder, log, shard);
        if (!Files.exists(file)) {
            return 0;
        }
        long count = 0;
        // A line that a crash cut is no checkpoint.
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            Checkpoint read = Checkpoint.parse(line);
            count = read == null ? count : Math.max(count, read.count());
        }
        return count;
    }

    @Override
    public void keep(List<Checkpoint> checkpoints) throws IOException {
        Files.createDirectories(folder);
        Path file = file(
                folder, checkpoints.getFirst().log(), checkpoints.getFirst().shard());
        append(file, checkpoints);
    }

    /** Appends lines to a file, behind a line's end that a crash may have kept from it. */
    static void append(Path file, List<Checkpoint> checkpoints) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean isCut = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
            StringBuilder lines = new StringBuilder(isCut ? "\n" : "");
            checkpoints.forEach(each -> lines.append(each.line()).append('\n'));
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes, size + bytes.position());
                }
                channel.force(true);
            } catch (IOException failed) {
                // What is there in part would be there twice when it is tried again.
                channel.truncate(size);
                throw failed;
            }
        }
    }

    @Override
    public void close() {}
}
