package io.meridian.platform.dev;

import java.io.IOException;

/** A process that runs for a moment, stands still for a moment, and so on: as one does that gets too little of the machine. */
final class Pulses {
    private static final String LOOP =
            "while kill -STOP $0; do sleep $1; kill -CONT $0 || exit; sleep $2; done 2>/dev/null";

    private final ProcessHandle target;
    private final Process loop;

    private Pulses(ProcessHandle target, Process loop) {
        this.target = target;
        this.loop = loop;
    }

    static Pulses of(ProcessHandle target, int standsMs, int runsMs) throws IOException {
        return new Pulses(
                target,
                new ProcessBuilder(
                                "bash",
                                "-c",
                                LOOP,
                                Long.toString(target.pid()),
                                Double.toString(standsMs / 1e3),
                                Double.toString(runsMs / 1e3))
                        .start());
    }

    /** It runs again. */
    void end() throws InterruptedException, IOException {
        loop.destroyForcibly().waitFor();
        new ProcessBuilder("kill", "-CONT", Long.toString(target.pid())).start().waitFor();
    }
}
