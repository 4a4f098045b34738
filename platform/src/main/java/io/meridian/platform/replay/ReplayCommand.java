package io.meridian.platform.replay;

import io.meridian.backtest.replay.Difference;
import io.meridian.backtest.replay.DifferenceText;
import io.meridian.backtest.replay.EntryText;
import io.meridian.backtest.replay.Replay;
import io.meridian.backtest.replay.ReplayResult;
import io.meridian.platform.cli.Json;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ProjectClasses;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian replay}. */
@Command(
        name = "replay",
        description = {
            "Makes a plugin anew from its project and hands it what a recording says it saw: the same messages, timers"
                    + " and answers, in the same order and at the same times.",
            "Prints what it says. With --verify, compares that with what it said when it was recorded, byte for byte,"
                    + " and ends with 1 at the first difference, which it shows."
        },
        footer = {"", "  meridian replay monday.rec my-alpha --verify"})
public final class ReplayCommand implements Callable<Integer> {
    /** What leaves the plugin. */
    private static final Set<Kind> SHOWN =
            EnumSet.of(Kind.PUBLISHED, Kind.REQUESTED, Kind.ANSWERED, Kind.SETTLED, Kind.THREW);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The recording.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", description = "The plugin's folder (default: here).")
    private Path directory = Path.of("");

    @Option(names = "--verify", description = "Compare with what was recorded.")
    private boolean verify;

    @Option(names = "--json", description = "JSON objects, one a line.")
    private boolean json;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "A setting that wins over the recorded one; secret ones are not recorded. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ProjectClasses classes = ProjectClasses.open(PluginProject.upToDate(directory));
                Recording recording = Recording.open(file)) {
            ReplayResult result = verify
                    ? Replay.verify(recording, classes.plugin(), settings)
                    : Replay.tell(recording, classes.plugin(), settings, entry -> tell(out, entry));
            if (verify) {
                if (json) {
                    out.println(Json.of(fields(result, recording)));
                } else {
                    explain(out, result, recording);
                }
            }
            out.flush();
            return result.isSame() ? 0 : 1;
        }
    }

    private void tell(PrintWriter out, Entry entry) {
        if (!SHOWN.contains(entry.kind())) {
            return;
        }
        Map<String, String> fields = EntryText.fields(entry);
        if (json) {
            out.println(Json.of(fields));
            return;
        }
        StringBuilder line =
                new StringBuilder(fields.remove("time")).append(' ').append(fields.remove("kind"));
        fields.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        out.println(line);
    }

    private void explain(PrintWriter out, ReplayResult result, Recording recording) {
        if (!result.sameManifest()) {
            out.println("The plugin was built anew since: its manifest is not the one that was recorded.");
        }
        if (result.difference() != null) {
            out.printf(
                    "DIFFERENT after %,d inputs and %,d outputs that are the same.%n",
                    result.inputs(), result.outputs());
            out.print(DifferenceText.of(result.difference()));
            return;
        }
        if (!result.endReason().isEmpty()) {
            out.printf(
                    "NOT VERIFIED from entry %d on: %s.%nBefore it all is the same: %s.%n",
                    result.endPlace(), result.endReason(), counts(result));
            return;
        }
        out.printf("SAME: %s, byte for byte.%n", counts(result));
        if (!recording.isEnded()) {
            out.printf(
                    "The recording was not ended in good order%s; it was verified up to its last whole entry.%n",
                    recording.tornBytes() == 0
                            ? ""
                            : ": its last %,d bytes are no whole entry".formatted(recording.tornBytes()));
        }
    }

    private static String counts(ReplayResult result) {
        return "%,d inputs (%,d messages) gave %,d outputs (%,d published messages)"
                .formatted(result.inputs(), result.messages(), result.outputs(), result.published());
    }

    private Map<String, Object> fields(ReplayResult result, Recording recording) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("recording", file);
        fields.put("same", result.isSame());
        fields.put("sameManifest", result.sameManifest());
        fields.put("starts", result.starts());
        fields.put("inputs", result.inputs());
        fields.put("messages", result.messages());
        fields.put("outputs", result.outputs());
        fields.put("published", result.published());
        fields.put("notVerifiedFrom", result.endReason().isEmpty() ? null : result.endPlace());
        fields.put("reason", result.endReason().isEmpty() ? null : result.endReason());
        if (result.difference() == null) {
            fields.put("ended", recording.isEnded());
            fields.put("tornBytes", recording.tornBytes());
        }
        fields.put("difference", result.difference() == null ? null : fields(result.difference()));
        return fields;
    }

    private static Map<String, Object> fields(Difference difference) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("input", fields(difference.input()));
        fields.put("recorded", fields(difference.recorded()));
        fields.put("replayed", fields(difference.replayed()));
        return fields;
    }

    private static Map<String, Object> fields(Entry entry) {
        if (entry == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (entry.place() > 0) {
            fields.put("entry", entry.place());
        }
        fields.putAll(EntryText.fields(entry));
        return fields;
    }
}
