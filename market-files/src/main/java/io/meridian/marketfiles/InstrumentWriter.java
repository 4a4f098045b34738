package io.meridian.marketfiles;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Writes a CSV file of instruments. */
public final class InstrumentWriter {
    private InstrumentWriter() {}

    /** @throws MarketDataException when it cannot be written */
    public static void write(Path path, Collection<InstrumentDefinition> instruments) {
        try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            out.write(String.join(
                    ",",
                    Columns.SYMBOL,
                    Columns.VENUE,
                    Columns.CURRENCY,
                    Columns.KIND,
                    Columns.TICK_SIZE,
                    Columns.LOT_SIZE,
                    Columns.SETTLEMENT_DAYS,
                    Columns.TITLE));
            out.write('\n');
            for (InstrumentDefinition each : instruments) {
                out.write(String.join(
                        ",",
                        each.symbol(),
                        each.venue(),
                        each.currency(),
                        each.kind().name(),
                        each.tickSize().toString(),
                        each.lotSize().toString(),
                        Integer.toString(each.settlementDays()),
                        "\"" + each.title().replace("\"", "\"\"") + "\""));
                out.write('\n');
            }
        } catch (IOException failure) {
            throw new MarketDataException("file=" + path + " cannot be written: " + failure, failure);
        }
    }
}
