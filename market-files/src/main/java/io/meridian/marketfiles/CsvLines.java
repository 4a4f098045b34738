package io.meridian.marketfiles;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A CSV file's lines, the first of which names the columns. */
final class CsvLines implements AutoCloseable {
    private static final int READ_AT_ONCE = 1 << 16;

    private final Path path;
    private final CsvLine line = new CsvLine();
    private final CsvReader<CsvLine> reader;
    private final CloseableIterator<CsvLine> lines;
    private final Columns columns;

    CsvLines(Path path, FileOptions options) {
        this.path = path;
        reader = open();
        lines = reader.iterator();
        try {
            if (!next()) {
                throw new MarketDataException(
                        "file=" + path + " is empty: expected a first line with names of columns");
            }
            columns = new Columns(line.strings(), options);
        } catch (BadRow bad) {
            close();
            throw new MarketDataException("file=" + path + " line=1 " + bad.getMessage());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private CsvReader<CsvLine> open() {
        InputStream bytes = null;
        try {
            bytes = Files.newInputStream(path);
            return CsvReader.builder()
                    .detectBomHeader(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(CsvLine.LONGEST)
                    .build(line, isZipped(path) ? new GZIPInputStream(bytes, READ_AT_ONCE) : bytes);
        } catch (IOException | UncheckedIOException failure) {
            closeQuietly(bytes, failure);
            throw failure(failure);
        }
    }

    private static void closeQuietly(InputStream bytes, Exception failure) {
        try {
            if (bytes != null) {
                bytes.close();
            }
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    static boolean isZipped(Path path) {
        return path.toString().endsWith(".gz");
    }

    private MarketDataException failure(Exception failure) {
        return new MarketDataException("file=" + path + " cannot be read: " + failure, failure);
    }

    /** Goes to the next line that is not empty. */
    boolean next() {
        try {
            if (!lines.hasNext()) {
                return false;
            }
            lines.next();
            return true;
        } catch (BadRow bad) {
            throw new MarketDataException("file=" + path + " line=" + line.number() + " " + bad.getMessage());
        } catch (UncheckedIOException failure) {
            throw failure(failure.getCause());
        } catch (CsvParseException failure) {
            throw new MarketDataException(
                    "file=" + path + " line=" + line.number() + " or after cannot be told apart into fields: "
                            + cause(failure) + ". Is a quote left open, or is it no text?",
                    failure);
        }
    }

    private static String cause(Exception failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }

    Columns columns() {
        return columns;
    }

    CsvLine line() {
        return line;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failure) {
            throw failure(failure);
        }
    }
}
