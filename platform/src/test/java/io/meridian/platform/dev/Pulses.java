package io.meridian.platform.dev;

import java.io.IOException;

/** A process that runs for a moment, stands still for a moment, and so on: as one does that gets too little of the machine. */
final class Pulses {
    /** One process: to start another for each pause takes longer than the shortest of them. */
    private static final String LOOP =
            "($p, $s, $r) = @ARGV; while (kill STOP => $p) { select(undef, undef, undef, $s); kill CONT => $p or exit;"
                    + " select(undef, undef, undef, $r); }";

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
                                "perl",
                                "-e",
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
