package io.meridian.marketfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes rows of one kind to a file whose ending says how: {@code .csv}, {@code .csv.gz} or {@code .parquet}. A Parquet file is
 * there only after {@link #close}; what it is made from lies beside it until then.
 */
public final class MarketFileWriter implements AutoCloseable {
    private final Path path;
    private final Path csv;
    private final DataKind kind;
    private final RowWriter rows;

    public MarketFileWriter(Path path, DataKind kind) {
        this.path = path.toAbsolutePath();
        this.kind = kind;
        Locations.requireEnding(this.path);
        try {
            csv = Locations.isParquet(path)
                    ? Files.createTempFile(
                            this.path.getParent(), path.getFileName().toString(), ".tmp")
                    : this.path;
            rows = new RowWriter(csv, kind);
        } catch (IOException failure) {
            throw failure(failure);
        }
    }

    /** @throws MarketDataException when it is of another kind, or cannot be written */
    public void write(MarketRow row) {
        try {
            rows.write(row);
        } catch (IOException failure) {
            throw failure(failure);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            if (Locations.isParquet(path)) {
                try {
                    ParquetWriter.write(csv, rows, kind, path);
                } finally {
                    Files.deleteIfExists(csv);
                }
            }
        } catch (IOException failure) {
            throw failure(failure);
        }
    }

    private MarketDataException failure(IOException failure) {
        return new MarketDataException("file=" + path + " cannot be written: " + failure, failure);
    }
}
