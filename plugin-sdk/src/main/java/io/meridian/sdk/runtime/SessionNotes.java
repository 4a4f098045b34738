package io.meridian.sdk.runtime;

import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recorder;

/** What is written down of a session: all that the plugin sees and says. Nothing, unless a recording was asked for. */
final class SessionNotes {
    private final Recorder recorder;
    private final EventClock clock;
    private boolean started;
    private long requests;
    private long responders;

    /** @param recorder null: nothing is written down */
    SessionNotes(Recorder recorder, EventClock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /** For what comes with every message and must not allocate; null when nothing is written down. */
    Recorder recorder() {
        return recorder;
    }

    /** What the plugin is about to see. */
    void sees(Kind kind, Object... values) {
        // What goes wrong before the plugin starts is nothing that it sees.
        started |= kind == Kind.STARTED;
        if (recorder != null && started) {
            recorder.input(kind, clock.nanoTime(), values);
        }
    }

    /** What the plugin said or did. */
    void said(Kind kind, Object... values) {
        if (recorder != null && started) {
            recorder.output(kind, values);
        }
    }

    void threw(Throwable failure) {
        said(Kind.THREW, failure.getClass().getName(), String.valueOf(failure.getMessage()));
    }

    /** The number of a new request. */
    long nextRequest() {
        return requests++;
    }

    /** The number of a new responder. */
    long nextResponder() {
        return responders++;
    }
}
