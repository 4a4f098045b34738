package io.meridian.backtest.replay;

import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.record.RecordingException;
import java.util.ArrayList;
import java.util.List;

/** The turns of a recording, one after the other. */
final class Turns {
    private final Recording recording;
    private Entry next;

    Turns(Recording recording) {
        this.recording = recording;
        next = recording.next();
        if (next != null && next.kind() != Kind.STARTED && next.kind() != Kind.ENDED) {
            throw new RecordingException("the recording begins with kind=" + next.kind() + " and not with a start");
        }
    }

    /** Null when there is none left. */
    Turn next() {
        Entry input = next;
        if (input == null) {
            return null;
        }
        List<Entry> outputs = new ArrayList<>();
        next = recording.next();
        while (next != null && !next.kind().isInput()) {
            outputs.add(next);
            next = recording.next();
        }
        return new Turn(input, outputs, next != null && next.kind() == Kind.LOST, next == null);
    }
}
