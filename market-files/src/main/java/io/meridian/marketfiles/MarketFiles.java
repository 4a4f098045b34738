package io.meridian.marketfiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files of market data. What a file tells of is found by its columns. */
public final class MarketFiles {
    private MarketFiles() {}

    /**
     * Opens all files of a place, to be read together in order of time.
     *
     * @param location a file, a folder, or a pattern for names of files in one folder, such as {@code data/2026-*.csv}
     * @throws MarketDataException when something of it cannot be read
     */
    public static MarketCursor open(String location, Selection selection, FileOptions options) {
        List<DataFile> files = new ArrayList<>();
        List<InstrumentDefinition> instruments = new ArrayList<>();
        try {
            for (Path path : Locations.find(location)) {
                if (!Locations.isParquet(path) && Instruments.isOfInstruments(path, options)) {
                    Instruments.read(path, options, instrument -> {
                        if (selection.wants(instrument.symbol())) {
                            instruments.add(instrument);
                        }
                    });
                } else {
                    DataFile file = Locations.isParquet(path)
                            ? ParquetFile.open(path, options, selection)
                            : CsvFile.open(path, options, selection);
                    if (selection.kinds().contains(file.row.kind)) {
                        files.add(file);
                    } else {
                        file.close();
                    }
                }
            }
            return new MarketCursor(files, instruments);
        } catch (RuntimeException failure) {
            files.forEach(DataFile::close);
            throw failure;
        }
    }
}
