package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.Meridian;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with a store that no service has open. */
final class DataCommandTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final String BARS =
            REPOSITORY.resolve("examples/data/bars-5m.csv").toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void beAtHome() {
        System.setProperty("meridian.home", REPOSITORY.toString());
    }

    @AfterEach
    void leave() {
        System.clearProperty("meridian.home");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int data(String... arguments) {
        List<String> all = new ArrayList<>(List.of("data"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--dir", store().toString()));
        return run(all.toArray(String[]::new));
    }

    private void refused(int exit, String... saying) {
        for (String each : saying) {
            assertTrue(err.toString().contains(each), err::toString);
        }
        assertFalse(err.toString().contains("unexpected"), err::toString);
        assertEquals("", out.toString());
        assertTrue(exit > 0);
    }

    private static List<String> read(String location) {
        List<String> texts = new ArrayList<>();
        try (MarketCursor cursor = MarketFiles.open(location, Selection.all(), FileOptions.defaults())) {
            while (cursor.next()) {
                texts.add(cursor.row().toString());
            }
        }
        return texts;
    }

    @Test
    void shouldGiveBackWhatWasImported() {
        assertEquals(0, data("import", BARS), err::toString);
        long rows = read(BARS).size();
        assertTrue(out.toString().startsWith("Imported " + String.format("%,d", rows) + " rows"), out::toString);
        assertEquals(0, data("status", "--json"), err::toString);
        assertTrue(out.toString().contains("\"rows\":" + rows), out::toString);
        assertEquals(0, data("status"), err::toString);
        assertTrue(out.toString().contains("AAPL") && out.toString().contains("files"), out::toString);
        String files = folder.resolve("files").toString();
        assertEquals(0, data("export", files), err::toString);
        assertTrue(out.toString().contains("Exported to " + files), out::toString);
        List<String> expected = new ArrayList<>(read(BARS));
        List<String> found = new ArrayList<>(read(files));
        expected.sort(null);
        found.sort(null);
        assertEquals(expected, found);
        assertEquals(0, data("export", files, "--force", "--symbols", "AAPL", "--kinds", "bar"), err::toString);
        assertEquals(
                expected.stream().filter(text -> text.contains("symbol=AAPL")).count(),
                read(files).size());
    }

    @Test
    void shouldRemoveWhatWasImportedAndOnlyCountItWhenItIsADryRun() {
        assertEquals(0, data("import", BARS), err::toString);
        String all = String.format("%,d", read(BARS).size());
        long apple =
                read(BARS).stream().filter(text -> text.contains("symbol=AAPL")).count();
        refused(data("remove"), "Say what to remove");
        refused(data("remove", "--all", "--symbols", "AAPL"), "--all is all");
        assertEquals(0, data("remove", "--all", "--dry-run"), err::toString);
        assertEquals(
                "Would remove, of what was imported: 0 quotes, 0 trades, " + all + " bars.",
                out.toString().strip());
        assertEquals(0, data("remove", "--symbols", "AAPL", "--kinds", "bar"), err::toString);
        assertEquals(
                "Removed, of what was imported: " + String.format("%,d", apple) + " bars.",
                out.toString().strip());
        assertEquals(0, data("status"), err::toString);
        assertFalse(out.toString().contains("AAPL"), out::toString);
        assertEquals(0, data("remove", "--all"), err::toString);
        assertEquals(0, data("status", "--json"), err::toString);
        assertTrue(out.toString().contains("\"rows\":0"), out::toString);
    }

    @Test
    void shouldRefuseAnImportThatMayBeThereAlreadyUnlessForced() {
        assertEquals(0, data("import", BARS), err::toString);
        refused(data("import", BARS), "Nothing was imported", "--force");
        assertEquals(0, data("import", BARS, "--force"), err::toString);
        data("status", "--json");
        assertTrue(out.toString().contains("\"rows\":" + 2 * read(BARS).size()), out::toString);
    }

    @Test
    void shouldImportNothingAndNameTheRowWhenOneIsBadAndTheRestWhenItIsToBeLeftOut() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.csv"), "time,symbol,price,size\n100,A,1.50,1\n101,A,much,1\n102,A,1.60,1\n");
        refused(data("import", file.toString()), "Nothing was imported", "line=3", "column=price text=much");
        data("status");
        assertTrue(out.toString().contains("is empty"), out::toString);
        assertEquals(0, data("import", file.toString(), "--skip-bad-rows"), err::toString);
        assertTrue(out.toString().contains("Imported 2 rows"), out::toString);
        assertTrue(
                out.toString().contains("1 rows were left out")
                        && out.toString().contains("line=3"),
                out::toString);
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoStoreOrItIsEmptyOrTimesAreWrong() {
        refused(data("status"), "There is no store in " + store(), "./launch_dev.sh", "--dir");
        assertFalse(Files.exists(store()), "to look makes none");
        refused(data("export", folder.resolve("files").toString()), "There is no store in");
        MarketStores.named("duckdb")
                .open(StoreOptions.in(store(), 64L << 20, false))
                .close();
        refused(data("export", folder.resolve("files").toString()), "The store is empty", "meridian data import");
        refused(data("export", "x", "--from", "yesterday"), "--from=yesterday is no time");
        refused(data("export", "x", "--from", "2026-01-02", "--to", "2026-01-01"), "must be before --to");
        assertEquals(2, data("export", "x", "--kinds", "weather"));
        assertEquals(2, run("data"));
        for (String command : new String[] {"status", "export", "import"}) {
            assertEquals(0, run("data", command, "--help"));
            assertTrue(out.toString().contains("Usage: meridian data " + command), out::toString);
        }
        assertEquals(0, run("store", "--help"));
        assertEquals(2, run("store"));
        assertTrue(err.toString().contains("--dir DIR"), err::toString);
    }

    @Test
    void shouldNameTheProcessThatHasTheStoreWhenItIsNoServiceOnThisBus() {
        try (MarketStore held = MarketStores.named("duckdb").open(StoreOptions.in(store(), 64L << 20, false))) {
            refused(
                    data("status", "--name", "never-started"),
                    "Process " + ProcessHandle.current().pid() + " has the store",
                    "There is no bus");
            assertEquals(0, held.total().rows());
        }
    }

    @Test
    void shouldRunABacktestOnTheStoreAndLeaveNoFilesBehind() throws IOException {
        assertEquals(0, data("import", BARS, "--venue", "XSIM"), err::toString);
        String page = folder.resolve("page.html").toString();
        String[] hello = {
            "backtest",
            REPOSITORY.resolve("examples/hello-strategy").toString(),
            "--quotes-from-bars",
            "2",
            "--symbols",
            "AAPL",
            "--report",
            page,
            "--keep-in",
            folder.resolve("kept").toString(),
            "--json",
            "--data",
            BARS
        };
        assertEquals(0, run(hello), err::toString);
        String ofFiles = bare(out.toString());
        String temporary = Files.readString(Path.of(page));
        assertFalse(temporary.contains("meridian-export-"));
        long before = exports();
        hello[hello.length - 1] = "store:" + store();
        assertEquals(0, run(hello), err::toString);
        assertEquals(ofFiles, bare(out.toString()), "the same data, the same result");
        assertFalse(out.toString().contains("meridian-export-"), out::toString);
        assertEquals(before, exports());
        hello[hello.length - 1] = "store:" + folder.resolve("none");
        refused(run(hello), "There is no store in");
    }

    /** Without where the data was, and how long it took. */
    private static String bare(String json) {
        return json.replaceAll("\"(data|command)\":\"[^\"]*\"|\"wall_seconds\":[0-9.eE-]+", "");
    }

    private static long exports() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("meridian-export-"))
                    .count();
        }
    }
}
