package io.meridian.platform.sidecar;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.LatchState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which sidecar's latch, who asks, and how the answer is shown. */
final class LatchOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "The sidecar's folder (its setting sidecar.dir).")
    private Path folder;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Your name, for the record.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
    private String reason;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    /** What the client is asked to do. */
    interface Ask {
        LatchState ask(ControlClient client, String by, String reason) throws IOException;
    }

    int run(PrintWriter out, Ask ask) {
        LatchState state;
        try {
            state = ask.ask(new ControlClient(folder, PATIENCE), by, reason);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse(wrong.getMessage() + ".");
        } catch (IOException failed) {
            throw CommandException.failed(failed.getMessage());
        }
        out.println(json ? Json.of(fields(state)) : text(state));
        out.flush();
        return 0;
    }

    static String text(LatchState state) {
        String who = state.by().isEmpty() ? "" : " by " + state.by() + " at " + state.at() + ": " + state.reason();
        return state.isSet()
                ? "LATCHED" + who + "\nNothing that bears orders is published until 'meridian release'."
                : "Not latched" + (who.isEmpty() ? "." : "; released" + who);
    }

    static Map<String, Object> fields(LatchState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("latched", state.isSet());
        fields.put("by", state.by());
        fields.put("reason", state.reason());
        fields.put("at", state.by().isEmpty() ? null : state.at().toString());
        return fields;
    }
}
