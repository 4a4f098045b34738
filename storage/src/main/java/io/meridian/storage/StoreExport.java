package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.InstrumentWriter;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.Selection;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what a store has into a folder that backtests and the replay gateway read: a Parquet file of each kind, and a CSV file of the
 * instruments. Files get their names only when all of them are whole.
 */
public final class StoreExport {
    private static final String INSTRUMENTS = "instruments.csv";
    private static final String PART = ".part";

    private StoreExport() {}

    /** How many rows of each kind were written, and how many instruments. */
    public record Written(Map<DataKind, Long> rows, int instruments) {
        public long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param force whether files of an earlier export are replaced; other files are left alone either way
     * @throws StoreException when the folder is not empty, cannot be used, or nothing is selected
     */
    public static Written write(MarketStore store, Selection selection, Path folder, boolean force) {
        try {
            prepare(folder, force);
            Map<DataKind, Long> rows = new EnumMap<>(DataKind.class);
            int instruments = 0;
            try {
                for (DataKind kind : DataKind.values()) {
                    long count = selection.kinds().contains(kind)
                            ? store.export(kind, selection, folder.resolve(name(kind) + PART))
                            : 0;
                    if (count > 0) {
                        rows.put(kind, count);
                    }
                }
                if (rows.isEmpty()) {
                    throw nothing(store);
                }
                instruments = instruments(store, selection, folder.resolve(INSTRUMENTS + PART));
                publish(folder);
            } finally {
                for (String name : names()) {
                    Files.deleteIfExists(folder.resolve(name + PART));
                }
            }
            return new Written(rows, instruments);
        } catch (AccessDeniedException denied) {
            throw new StoreException("There is no permission to write to " + folder + " (user "
                    + System.getProperty("user.name") + "). Name a folder that this user may write to.");
        } catch (IOException | MarketDataException failed) {
            throw new StoreException("The export to " + folder + " failed: " + failed.getMessage(), failed);
        }
    }

    private static void prepare(Path folder, boolean force) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StoreException(folder + " is a file. Name a folder to export to.");
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (!force && files.findAny().isPresent()) {
                throw new StoreException(
                        folder + " is not empty. Name another folder, or replace what an earlier export"
                                + " left there with --force.");
            }
        }
    }

    private static StoreException nothing(MarketStore store) {
        return new StoreException(
                store.contents().isEmpty()
                        ? "The store is empty. Let data come first: it is stored while 'meridian store' or"
                                + " ./launch_dev.sh runs; or import files: 'meridian data import'."
                        : "The store has nothing of these times, symbols and kinds. 'meridian data status' says what it"
                                + " has.");
    }

    private static int instruments(MarketStore store, Selection selection, Path file) {
        List<InstrumentDefinition> wanted = store.instruments().stream()
                .filter(each -> selection.wants(each.symbol()))
                .toList();
        if (!wanted.isEmpty()) {
            InstrumentWriter.write(file, wanted);
        }
        return wanted.size();
    }

    /** What an earlier export had and this one has not is removed: it would be read together with this one. */
    private static void publish(Path folder) throws IOException {
        for (String name : names()) {
            Path part = folder.resolve(name + PART);
            if (Files.exists(part)) {
                Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private static List<String> names() {
        return Stream.concat(Stream.of(DataKind.values()).map(StoreExport::name), Stream.of(INSTRUMENTS))
                .collect(Collectors.toList());
    }

    private static String name(DataKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s.parquet";
    }
}
