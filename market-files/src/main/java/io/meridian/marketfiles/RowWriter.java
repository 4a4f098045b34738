package io.meridian.marketfiles;

import io.meridian.plugin.contract.value.Decimals;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Writes rows of one kind as CSV, digit for digit, with the columns' own names. */
final class RowWriter implements AutoCloseable {
    private final DataKind kind;
    private final Writer out;
    private final StringBuilder line = new StringBuilder();
    private final int[] scales = new int[Field.PLACES];

    RowWriter(Path path, DataKind kind) throws IOException {
        this.kind = kind;
        OutputStream bytes = Files.newOutputStream(path);
        out = new BufferedWriter(new OutputStreamWriter(
                CsvLines.isZipped(path) ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8));
        line.append(String.join(",", Columns.TIME, Columns.VENUE, Columns.SYMBOL, Columns.CURRENCY));
        kind.fields().forEach(field -> line.append(',').append(field.column()));
        switch (kind) {
            case BAR -> line.append(',').append(Columns.PERIOD);
            case TRADE -> line.append(',').append(Columns.ID);
            case QUOTE -> {}
        }
        end();
    }

    void write(MarketRow row) throws IOException {
        if (row.kind != kind) {
            throw new MarketDataException("kind=" + row.kind + " cannot be in a file of kind=" + kind
                    + ": a file holds rows of one kind. Select one, and write the others to files of their own");
        }
        line.append(Instant.ofEpochSecond(0, row.timeNs));
        line.append(',')
                .append(row.venue)
                .append(',')
                .append(row.symbol)
                .append(',')
                .append(row.currency);
        for (Field field : kind.fields()) {
            line.append(',');
            if (row.has(field)) {
                Decimals.format(row.mantissa(field), row.scale(field), line);
                scales[field.place()] = Math.max(scales[field.place()], row.scale(field));
            }
        }
        switch (kind) {
            case BAR -> line.append(',').append(Duration.ofNanos(row.periodNs));
            case TRADE ->
                line.append(",\"")
                        .append(row.tradeId.toString().replace("\"", "\"\""))
                        .append('"');
            case QUOTE -> {}
        }
        end();
    }

    /** The most digits after the point of any number of this column. */
    int scale(Field field) {
        return scales[field.place()];
    }

    private void end() throws IOException {
        out.append(line).append('\n');
        line.setLength(0);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
