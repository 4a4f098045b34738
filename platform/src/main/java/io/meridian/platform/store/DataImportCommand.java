package io.meridian.platform.store;

import io.meridian.platform.cli.Figures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian data import}. */
@Command(
        name = "import",
        description =
                "Reads CSV and Parquet files into the store. What is imported is kept until the store is deleted. All"
                    + " files are looked at first: a row that cannot be read is named, and nothing is imported then.")
final class DataImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description = "A file, a folder, or a pattern such as 'data/2026-*.csv'.")
    private String path;

    @Option(
            names = "--venue",
            paramLabel = "VENUE",
            description = "The venue of data that names none. Default: ${DEFAULT-VALUE}.")
    private String venue = "ALL";

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "The currency of data that names none. Default: ${DEFAULT-VALUE}.")
    private String currency = "USD";

    @Option(names = "--skip-bad-rows", description = "Leaves out rows that cannot be read, and says how many.")
    private boolean skipBadRows;

    @Option(names = "--force", description = "Imports also what may be there already.")
    private boolean force;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        // The service has another working directory.
        ImportOrder order =
                new ImportOrder(Path.of(path).toAbsolutePath().toString(), venue, currency, skipBadRows, force);
        FileImport.Done done = store.line().imports(order, text -> {
            err.println(text);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("Imported " + Figures.count(done.rows()) + " rows and " + Figures.count(done.instruments())
                + " instruments.");
        if (done.skipped() > 0) {
            out.println(Figures.count(done.skipped()) + " rows were left out. The first of each file:");
            done.firstSkipped().forEach(text -> out.println("  " + text));
        }
        out.flush();
        return 0;
    }
}
