package io.meridian.storage.spool;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoredMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Batches on the disk, first in, first out, within a bound. What was added is there after the process is killed, and after a loss of power when it was
 * {@linkplain #force forced}. That a batch was removed is not written down before its file goes: so batches that were left by an earlier process are
 * given without the rows that the store has by then, which its marks tell. For any threads, one to add and one to take.
 */
public final class Spool implements AutoCloseable {
    /** Files are deleted as a whole. Small against the rows by which a store tells its marks, so that of one that is left they tell all. */
    private static final long SEGMENT = 8L << 20;

    private static final String END = ".spool";

    private final Path folder;
    private final String place;
    private final long maxBytes;
    private final FileChannel lock;
    private final Map<Series, Long> stored = new HashMap<>();
    private final Map<Series, Long> found = new HashMap<>();
    private final Places batches = new Places();
    private final BatchBytes writing = new BatchBytes();
    private final BatchBytes reading = new BatchBytes();
    private int old;
    private Segment last;
    private long number;
    private long bytes;

    /** What sequences are of. */
    private record Series(DataKind kind, String venue, String symbol, int source) {}

    /** Where a batch is. */
    private record Place(Segment segment, long at) {}

    /** First in, first out, and each is found by its number. */
    private static final class Places {
        private final List<Place> all = new ArrayList<>();
        private int gone;

        private void add(Place place) {
            all.add(place);
        }

        private Place get(int index) {
            return all.get(gone + index);
        }

        private Place getLast() {
            return all.getLast();
        }

        private boolean isEmpty() {
            return size() == 0;
        }

        private int size() {
            return all.size() - gone;
        }

        private Place removeFirst() {
            Place first = get(0);
            gone++;
            // Now and then, so that each costs little.
            if (gone > all.size() / 2) {
                all.subList(0, gone).clear();
                gone = 0;
            }
            return first;
        }
    }

    private Spool(Path folder, String place, long maxBytes, Collection<StoredMark> marks, FileChannel lock) {
        this.folder = folder;
        this.place = place;
        this.maxBytes = maxBytes;
        this.lock = lock;
        marks.forEach(mark ->
                stored.put(new Series(mark.kind(), mark.venue(), mark.symbol(), mark.source()), mark.sequence()));
    }

    /**
     * Opens it, with what is left there of an earlier process.
     *
     * @param place what people call the store that the batches are for
     * @param maxBytes how much room it may take
     * @param marks how far the store has the messages of each publisher
     * @param log told of what cannot be read
     * @throws StoreException when it cannot be used
     */
    public static Spool open(
            Path folder, String place, long maxBytes, Collection<StoredMark> marks, Consumer<String> log) {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Spool spool = new Spool(folder, place, maxBytes, marks, lock);
            try {
                if (!isTaken(lock)) {
                    throw new StoreException("Another process has the spool " + folder
                            + " open, and one at a time can. End it, or name another folder (setting"
                            + " storage.spool.dir).");
                }
                spool.find(log);
                return spool;
            } catch (IOException | RuntimeException failed) {
                spool.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new StoreException(
                    "The spool " + folder + " cannot be used: " + failed
                            + ". Mend that, or name another folder (setting storage.spool.dir).",
                    failed);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            FileLock taken = lock.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    private void find(Consumer<String> log) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("[0-9]{20}\\" + END))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            number = Long.parseLong(name.substring(0, name.length() - END.length())) + 1;
            Segment segment = Segment.open(file);
            if (segment == null) {
                Files.delete(file);
            } else if (!segment.place().equals(place)) {
                segment.close();
                throw new StoreException("The spool " + folder + " has data for the store " + segment.place()
                        + ", and this is " + place + ". Run 'meridian store' with that one, until its log says that"
                        + " the spool is empty; or name another folder (setting storage.spool.dir).");
            } else {
                find(segment, log);
            }
        }
        old = batches.size();
    }

    private void find(Segment segment, Consumer<String> log) throws IOException {
        long at = segment.length();
        int before = batches.size();
        for (byte[] record = segment.next(); record != null; record = segment.next()) {
            RowBatch batch = new RowBatch();
            try {
                reading.read(record, batch, (kind, venue, symbol, source, sequence) -> {
                    found.merge(new Series(kind, venue, symbol, source), sequence, Math::max);
                    return false;
                });
                batches.add(new Place(segment, at));
            } catch (MarketDataException unreadable) {
                log.accept("a batch of the spool " + segment.file() + " is lost: " + unreadable.getMessage());
            }
            at = segment.length();
        }
        if (segment.unread() > 0) {
            log.accept("the last " + segment.unread() + " bytes of the spool " + segment.file()
                    + " are no whole batch: what was on its way when the process ended is lost");
        }
        if (batches.size() == before) {
            segment.delete();
        } else {
            bytes += Files.size(segment.file());
        }
    }

    /** How far it has the messages of each publisher, of what was there when it was opened. */
    public synchronized List<StoredMark> marks() {
        return found.entrySet().stream()
                .map(each -> new StoredMark(
                        each.getKey().kind(),
                        each.getKey().venue(),
                        each.getKey().symbol(),
                        each.getKey().source(),
                        each.getValue()))
                .toList();
    }

    /** How many batches there are. */
    public synchronized int size() {
        return batches.size();
    }

    /** How much room it takes. */
    public synchronized long bytes() {
        return bytes;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Adds a batch, or nothing of it.
     *
     * @return false: there is no room for it
     * @throws UncheckedIOException when the disk does not take it
     */
    public synchronized boolean add(RowBatch batch) {
        ByteBuffer payload = writing.write(batch);
        int size = Segment.RECORD_HEAD + payload.remaining();
        if (bytes + size > maxBytes) {
            return false;
        }
        try {
            if (last == null || last.length() + size > SEGMENT && !isEmpty(last)) {
                Segment next = Segment.create(folder.resolve(String.format("%020d", number) + END), place);
                if (last != null) {
                    last.force();
                }
                number++;
                last = next;
                bytes += last.length();
            }
            batches.add(new Place(last, last.add(payload)));
            bytes += size;
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isEmpty(Segment segment) {
        return batches.isEmpty() || batches.getLast().segment() != segment;
    }

    /** What was added is safe from a loss of power. @throws UncheckedIOException when the disk fails */
    public synchronized void force() {
        try {
            if (last != null) {
                last.force();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Reads a batch, without the rows that the store has. It stays until it is {@linkplain #remove removed}.
     *
     * @param index how many are before it
     * @param into the rows are added to it
     * @throws StoreException when it cannot be read any more
     */
    public synchronized void read(int index, RowBatch into) {
        Place wanted = batches.get(index);
        try {
            byte[] record = wanted.segment().read(wanted.at());
            if (record == null) {
                throw new IOException("its checksum is wrong");
            }
            reading.read(record, into, old > index ? this::isMissing : (kind, venue, symbol, source, sequence) -> true);
        } catch (IOException | MarketDataException failed) {
            throw new StoreException(
                    "A batch of the spool " + wanted.segment().file() + " cannot be read: " + failed.getMessage(),
                    failed);
        }
    }

    private boolean isMissing(DataKind kind, String venue, String symbol, int source, long sequence) {
        return sequence > stored.getOrDefault(new Series(kind, venue, symbol, source), Long.MIN_VALUE);
    }

    /** Removes the first batch. A file goes with the last of its batches. @throws UncheckedIOException when it cannot be deleted */
    public synchronized void remove() {
        Segment segment = batches.removeFirst().segment();
        old = Math.max(0, old - 1);
        boolean over = batches.isEmpty() || batches.get(0).segment() != segment;
        if (over) {
            if (segment == last) {
                last = null;
            }
            try {
                bytes -= Files.size(segment.file());
                segment.delete();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** What is in it stays. */
    @Override
    public synchronized void close() {
        try (lock) {
            for (int i = 0; i < batches.size(); i++) {
                batches.get(i).segment().close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
