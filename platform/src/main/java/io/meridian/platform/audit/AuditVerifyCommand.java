package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.search.ExportCheck;
import io.meridian.audit.verify.Finding;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.RunningCount;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian audit verify}. */
@Command(
        name = "verify",
        description = {
            "Checks the whole log, a copy of it, or what was exported from it: offline, and also while it is written."
                + " Says what was edited, re-stamped, deleted, inserted, reordered, truncated or rewritten, and where."
                + " Ends with 1 when anything was."
        },
        footer = {
            "",
            "  meridian audit verify",
            "  meridian audit verify --log /copy/of/log --key public-key.pem --second /kept/by/the/witness"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogChoice log = new LogChoice();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EXPORT",
            description = "A folder that 'meridian audit export' wrote; without it the log is checked.")
    private Path export;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key, as it was given to you. Without it that beside the log, which whoever wrote the"
                            + " log anew could have changed too.")
    private Path key;

    @Option(
            names = "--second",
            paramLabel = "DIR",
            description = "The folder of the second place. Without it that of the setting, if it is there.")
    private Path second;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (export != null) {
            return checkExport();
        }
        LogFolder folder = log.folder();
        Path keyFile = key == null ? LogChoice.ownKey(folder) : key;
        PublicKey publicKey = SigningKey.readPublic(keyFile);
        Path place = second == null ? LogChoice.ownSecond(folder) : second;
        boolean hasPlace = second != null || Files.isDirectory(place);
        RunningCount count = new RunningCount("records", json);
        long beganNs = System.nanoTime();
        Verification result = new Verifier(folder, publicKey, hasPlace ? place : null, count).verify();
        count.clear();
        tell(result, publicKey, keyFile, hasPlace ? place : null, System.nanoTime() - beganNs);
        return result.isGood() ? 0 : 1;
    }

    private int checkExport() {
        PublicKey publicKey = SigningKey.readPublic(key == null ? export.resolve(SigningKey.PUBLIC_FILE) : key);
        ExportCheck.Result lines = ExportCheck.check(export, publicKey);
        List<Finding> all = new ArrayList<>(lines.findings());
        // Its rows are held against the records that are proved; where these are not, that is said already.
        if (all.isEmpty() && Files.exists(export.resolve(ParquetRecords.FILE))) {
            all.addAll(ParquetRecords.check(export));
        }
        ExportCheck.Result result = new ExportCheck.Result(lines.records(), all);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("good", result.findings().isEmpty());
            fields.put("records", result.records());
            fields.put("findings", findings(result.findings()));
            out.println(Json.of(fields));
        } else {
            result.findings().forEach(each -> out.println(text(each)));
            out.println(
                    result.findings().isEmpty()
                            ? "Good: " + Figures.count(result.records())
                                    + " records, each proved by a checkpoint that key " + SigningKey.idOf(publicKey)
                                    + " signed."
                            : "NOT as it was exported.");
        }
        out.flush();
        return result.findings().isEmpty() ? 0 : 1;
    }

    private void tell(Verification result, PublicKey publicKey, Path keyFile, Path place, long tookNs) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("good", result.isGood());
            all.put("log", result.log());
            all.put("records", result.records());
            all.put("bytes", result.bytes());
            all.put("checkpoints", result.checkpoints());
            all.put("sealed", result.sealed());
            all.put("erased", result.erased());
            all.put("key", SigningKey.idOf(publicKey));
            all.put("second_place", place == null ? null : place.toString());
            all.put("took_ns", tookNs);
            all.put("findings", findings(result.findings()));
            all.put("more_findings", result.more());
            out.println(Json.of(all));
            out.flush();
            return;
        }
        result.findings().forEach(each -> out.println(text(each)));
        if (result.more() > 0) {
            out.println("… and " + Figures.count(result.more()) + " more.");
        }
        out.println((result.isGood() ? "Good: " : "NOT as it was recorded: ") + Figures.count(result.records())
                + " records, of which " + Figures.count(result.sealed()) + " are sealed by checkpoints of key "
                + SigningKey.idOf(publicKey) + "; " + Figures.count(result.checkpoints()) + " signatures checked in "
                + Figures.duration(tookNs) + ".");
        if (result.erased() > 0) {
            out.println(Figures.count(result.erased())
                    + " records stand for somebody whose name was erased since: who that was is not proved any more.");
        }
        if (key == null) {
            out.println("The key is the one beside the log (" + keyFile
                    + "). Give --key a copy that was kept elsewhere: only" + " that proves who signed.");
        }
        if (place == null) {
            out.println(
                    "No second place was looked at (--second): a log that was written anew by whoever has its key would"
                            + " not be noticed.");
        }
        out.flush();
    }

    static String text(Finding each) {
        return each.kind() + (each.index() < 0 ? "" : " at record " + each.index()) + ": " + each.text() + " ("
                + each.place() + ")";
    }

    private static List<Map<String, Object>> findings(List<Finding> all) {
        return all.stream()
                .map(each -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("kind", each.kind().name());
                    one.put("record", each.index());
                    one.put("place", each.place());
                    one.put("text", each.text());
                    return one;
                })
                .toList();
    }
}
