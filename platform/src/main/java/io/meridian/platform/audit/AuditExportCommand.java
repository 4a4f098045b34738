package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.search.Export;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.cli.Figures;
import io.meridian.plugin.contract.control.ControlAct;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian audit export}. */
@Command(
        name = "export",
        description =
                "Writes records into a new folder, as JSON lines, with what proves each of them: 'meridian audit verify"
                        + " FOLDER' needs nothing else but the public key.",
        footer = {"", "  meridian audit export /tmp/orders --topic 'platform.oms.**' --from 2026-01-31 --to 2026-01-31"
        })
final class AuditExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogChoice log = new LogChoice();

    @Mixin
    private RecordChoice records = new RecordChoice();

    @Parameters(index = "0", paramLabel = "FOLDER", description = "A new or empty folder.")
    private Path into;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key. Without it that beside the log.")
    private Path key;

    @Option(names = "--parquet", description = "Also as a table, " + ParquetRecords.FILE + ".")
    private boolean parquet;

    @Override
    public Integer call() {
        LogFolder folder = log.folder();
        Export.Written done = Export.write(
                folder,
                records.filter(),
                key == null ? LogChoice.ownKey(folder) : key,
                into,
                parquet ? List.of(ParquetRecords.FILE) : List.of());
        if (parquet) {
            ParquetRecords.write(into);
        }
        ActPublisher.tellOfCommand(
                log.stack(),
                "audit",
                ControlAct.of("AUDIT_EXPORT")
                        .by(ActPublisher.osUser())
                        .on(folder.path().toString())
                        .change("", done.records() + " records in " + into.toAbsolutePath())
                        .detail(records.toString()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(Figures.count(done.records()) + " records in " + into + ".");
        if (done.leftOff() > 0) {
            out.println(Figures.count(done.leftOff())
                    + " more cannot be proved: no checkpoint counts them yet, so export again in a second, or the"
                    + " records before them were removed.");
        }
        out.flush();
        return 0;
    }
}
