package io.meridian.audit.witness;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps checkpoints in a folder of its own. It takes what the key has signed, each of more records than the last, and gives nothing back but how many
 * it has.
 */
public final class Witness implements AutoCloseable {
    private static final Pattern HELLO = Pattern.compile("HELLO ([0-9a-f]{32}) ([A-Za-z0-9_-]{1,32})");
    private static final int MOST_CONNECTIONS = 32;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MOST_COUNTS = 1_000;

    private final FolderPlace place;
    private final PublicKey key;
    private final Path socket;
    private final Consumer<String> log;
    private final ServerSocketChannel server;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    /** By log and shard, as far as it was asked for. */
    private final Map<String, Long> counts = new HashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Begins to listen. @param key the public half of the key that signs */
    public Witness(Path folder, Path socket, PublicKey key, Consumer<String> log) {
        this.key = key;
        this.socket = socket;
        this.log = log;
        place = new FolderPlace(folder);
        try {
            Files.createDirectories(folder);
            // A socket that a killed process left behind.
            Files.deleteIfExists(socket);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            // The recorder is another user.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            throw new AuditException("The witness cannot listen at " + socket + ": " + e.getMessage(), e);
        }
        threads.submit(this::accept);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                if (free.tryAcquire()) {
                    threads.submit(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                log.accept("A connection could not be taken: " + e.getMessage());
            }
        }
    }

    private void serve(SocketChannel connection) {
        open.add(connection);
        try (Lines lines = new Lines(connection)) {
            Matcher hello = null;
            List<Checkpoint> batch = new ArrayList<>();
            for (String line = lines.read(); line != null; line = lines.read()) {
                if (hello == null) {
                    hello = HELLO.matcher(line);
                    if (!hello.matches()) {
                        lines.write("REFUSED the first line must be HELLO, the id of the log and its shard\n");
                        return;
                    }
                    lines.write(WitnessPlace.COUNT + count(hello.group(1), hello.group(2)) + "\n");
                } else if (line.equals(WitnessPlace.END)) {
                    lines.write(keep(hello.group(1), hello.group(2), batch) + "\n");
                    batch.clear();
                } else {
                    Checkpoint read = Checkpoint.parse(line);
                    if (read == null || batch.size() == MOST_AT_ONCE) {
                        lines.write("REFUSED " + (read == null ? "that is no checkpoint" : "too many at once") + "\n");
                        return;
                    }
                    batch.add(read);
                }
            }
        } catch (ClosedChannelException ending) {
            return;
        } catch (IOException e) {
            log.accept("A recorder's connection ended: " + e.getMessage());
        } finally {
            open.remove(connection);
            free.release();
        }
    }

    private synchronized long count(String id, String shard) throws IOException {
        Long known = counts.get(id + shard);
        if (known == null) {
            known = place.count(id, shard);
            if (counts.size() == MOST_COUNTS) {
                counts.clear();
            }
            counts.put(id + shard, known);
        }
        return known;
    }

    /** One at a time: what is checked must be true when it is written. */
    private synchronized String keep(String id, String shard, List<Checkpoint> batch) throws IOException {
        long count = count(id, shard);
        for (Checkpoint each : batch) {
            String wrong = !each.log().equals(id) || !each.shard().equals(shard)
                    ? "it is of another log"
                    : each.count() <= count
                            ? "it counts " + each.count() + " records, and one of " + count + " is kept already"
                            : each.isSignedBy(key) ? null : "the key " + SigningKey.idOf(key) + " has not signed it";
            if (wrong != null) {
                log.accept("ALARM: a checkpoint of log " + id + " was refused: " + wrong + ".");
                return "REFUSED " + wrong;
            }
            count = each.count();
        }
        if (!batch.isEmpty()) {
            place.keep(batch);
            counts.put(id + shard, count);
        }
        return WitnessPlace.KEPT + count;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel each : open) {
                each.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.close();
    }
}
