package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian record}. */
@Command(
        name = "record",
        description = {
            "Runs a plugin as 'meridian run' does, and writes down all it sees and says, for 'meridian replay'. Ctrl-C"
                    + " ends it in good order.",
            "The file holds the plugin's messages and settings, but for secret ones; only you may read it."
        },
        footer = {"", "  meridian record my-alpha --out monday.rec --seconds 60"})
public final class RecordCommand implements Callable<Integer> {
    @Mixin
    private PluginRun plugin;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A file that is not there yet.")
    private Path out;

    @Option(names = "--seconds", paramLabel = "N", description = "End after so many seconds (default: at Ctrl-C).")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        if (!plugin.project().manifest().command().isEmpty()) {
            throw CommandException.wrongUse(
                    "Only plugins in Java can be recorded: what a plugin sees is written down by"
                            + " its own runtime, and that of another language does not.");
        }
        if (Files.exists(out)) {
            throw CommandException.wrongUse(
                    out + " is there already, and a recording never overwrites a file. Name another.");
        }
        int exit = plugin.run(StopSignal.install().after(seconds), out);
        if (!Files.exists(out)) {
            throw CommandException.failed("Nothing was recorded: the plugin did not come to it.");
        }
        return summarize() ? exit : 1;
    }

    private boolean summarize() throws IOException {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        long inputs = 0;
        try (Recording recording = Recording.open(out)) {
            for (Entry entry = recording.next(); entry != null; entry = recording.next()) {
                counts.merge(entry.kind(), 1L, Long::sum);
                inputs += entry.kind().isInput() && entry.kind() != Kind.ENDED ? 1 : 0;
            }
            Output.out()
                    .printf(
                            "Recorded %,d inputs (%,d messages, %,d timers) and %,d published messages in %s (%,d"
                                    + " bytes).%n",
                            inputs,
                            counts.getOrDefault(Kind.DELIVERED, 0L),
                            counts.getOrDefault(Kind.FIRED, 0L),
                            counts.getOrDefault(Kind.PUBLISHED, 0L),
                            out,
                            Files.size(out));
            if (!recording.isEnded()) {
                Output.err()
                        .println("The recording was not ended in good order: the plugin died, or could not write. It"
                                + " can be replayed up to its last entry.");
            }
            return recording.isEnded();
        }
    }
}
