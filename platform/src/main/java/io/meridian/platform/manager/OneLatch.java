package io.meridian.platform.manager;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.sidecar.LatchShown;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.LatchState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** The latch of one sidecar, asked through its folder by a command. */
final class OneLatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OneLatch() {}

    /** Asks, and shows how it is then. @return the exit code */
    static int ask(Path folder, DirectLatches.Ask ask, PrintWriter out, boolean json) {
        try {
            LatchState state = ask.ask(new ControlClient(folder, PATIENCE));
            out.println(json ? Json.of(LatchShown.fields(state)) : LatchShown.text(state));
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse(wrong.getMessage() + ".");
        } catch (IOException failed) {
            throw CommandException.failed(failed.getMessage());
        }
    }
}
