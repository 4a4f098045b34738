package io.meridian.platform.store;

import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An export of the store that lasts as long as somebody reads it, and no longer than the process unless that is killed. */
public final class TemporaryExport implements AutoCloseable {
    private final Path folder;
    private final Thread atTheEnd = new Thread(this::removeAtTheEnd, "remove-export");

    private TemporaryExport(Path folder) {
        this.folder = folder;
    }

    public static TemporaryExport of(StoreLine store, Selection selection) {
        TemporaryExport made;
        try {
            // Only this user may look into it.
            made = new TemporaryExport(Files.createTempDirectory("meridian-export-"));
        } catch (IOException failed) {
            throw CommandException.failed("No temporary folder for an export of the store can be made: "
                    + failed.getMessage() + ". Set -Djava.io.tmpdir in JAVA_TOOL_OPTIONS to a folder with room.");
        }
        Runtime.getRuntime().addShutdownHook(made.atTheEnd);
        try {
            store.export(new ExportOrder(made.folder, selection, false), false);
            return made;
        } catch (RuntimeException failed) {
            made.close();
            throw failed;
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException ending) {
            // It is being removed.
            return;
        }
        try {
            remove();
        } catch (IOException left) {
            throw CommandException.failed(
                    "The temporary folder " + folder + " cannot be removed: " + left + ". Remove it by hand.");
        }
    }

    private void removeAtTheEnd() {
        try {
            remove();
        } catch (IOException left) {
            System.err.println("The temporary folder " + folder + " is left: " + left);
        }
    }

    private void remove() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
