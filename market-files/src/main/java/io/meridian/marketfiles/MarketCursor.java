package io.meridian.marketfiles;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The rows of several files in order of time; those of the same time in order of the files' names, and in a file as they stand
 * there. For one thread. Allocates nothing for a row, but for trades of Parquet files that have ids, and numbers there that are texts.
 */
public final class MarketCursor implements AutoCloseable {
    private final List<DataFile> files;
    private final List<InstrumentDefinition> instruments;
    private final PriorityQueue<Source> waiting;
    private Source current;
    private boolean begun;

    private record Source(DataFile file, int number) {
        static final Comparator<Source> BY_TIME = (one, other) -> {
            int byTime = Long.compare(one.file.row.timeNs, other.file.row.timeNs);
            return byTime != 0 ? byTime : Integer.compare(one.number, other.number);
        };
    }

    MarketCursor(List<DataFile> files, List<InstrumentDefinition> instruments) {
        this.files = List.copyOf(files);
        this.instruments = List.copyOf(instruments);
        waiting = new PriorityQueue<>(Math.max(1, files.size()), Source.BY_TIME);
    }

    /** What the files say of instruments that are wanted. */
    public List<InstrumentDefinition> instruments() {
        return instruments;
    }

    /**
     * Goes to the next row.
     *
     * @return false: there is none
     * @throws MarketDataException when it cannot be read
     */
    public boolean next() {
        if (!begun) {
            begun = true;
            for (int i = 0; i < files.size(); i++) {
                if (files.get(i).next()) {
                    waiting.add(new Source(files.get(i), i));
                }
            }
        } else if (current != null && current.file.next()) {
            if (waiting.isEmpty() || Source.BY_TIME.compare(current, waiting.peek()) < 0) {
                return true;
            }
            waiting.add(current);
        }
        current = waiting.poll();
        return current != null;
    }

    /** The row gone to, until the next is gone to. */
    public MarketRow row() {
        if (current == null) {
            throw new IllegalStateException("there is no row: call next(), and read only when it is true");
        }
        return current.file.row;
    }

    /** How many rows could not be read and were left out, as the options allow. */
    public long skipped() {
        return files.stream().mapToLong(DataFile::skipped).sum();
    }

    /** What was wrong with the first row that was left out of each file. */
    public List<String> firstSkipped() {
        return files.stream()
                .filter(file -> file.skipped() > 0)
                .map(DataFile::firstSkipped)
                .toList();
    }

    @Override
    public void close() {
        files.forEach(DataFile::close);
    }
}
