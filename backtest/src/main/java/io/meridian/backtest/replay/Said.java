package io.meridian.backtest.replay;

import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import java.util.function.Consumer;

/** What a plugin says in a replay, beside what it said in the recording. */
final class Said {
    private final Consumer<Entry> listener;
    private Turn turn;
    private int next;
    private long tags;
    private long outputs;
    private long published;
    private Difference difference;
    private long endPlace;
    private String endReason = "";
    private boolean over;

    /** @param listener hears all, and nothing is compared; null: all is compared */
    Said(Consumer<Entry> listener) {
        this.listener = listener;
    }

    void begin(Turn newTurn) {
        turn = newTurn;
        next = 0;
    }

    /** The input was handled: nothing more may stand in the recording. */
    void end() {
        if (listener != null || over) {
            return;
        }
        Entry left = written();
        if (left != null) {
            differs(left, null);
        }
    }

    /** Whether there is nothing more to compare. */
    boolean isOver() {
        return over;
    }

    /** Whether what the plugin says is compared. */
    boolean compares() {
        return listener == null;
    }

    Entry input() {
        return turn.input();
    }

    /**
     * What stands in the recording next, whose results a call gives; null when there is nothing, or nothing is compared.
     *
     * @throws StopReplay when the recording cannot be followed here
     * @throws LostInReplay when the sidecar was lost here
     */
    Entry written() {
        if (listener != null) {
            return null;
        }
        if (over) {
            throw new StopReplay();
        }
        if (next == turn.outputs().size()) {
            return null;
        }
        Entry written = turn.outputs().get(next);
        if (written.kind() == Kind.UNREPEATABLE) {
            throw cannotFollow(written.place(), written.text("why"));
        }
        return written;
    }

    /** The same, when the plugin does not end its turn here. */
    Entry writtenForCall() {
        Entry written = written();
        if (written == null && listener == null) {
            if (turn.isLost()) {
                throw new LostInReplay();
            }
            if (turn.isCutOff()) {
                over = true;
                throw new StopReplay();
            }
        }
        return written;
    }

    /** From here on nothing can be verified. */
    StopReplay cannotFollow(long place, String why) {
        over = true;
        endPlace = place;
        endReason = why;
        return new StopReplay();
    }

    /** The plugin says something. */
    void says(Kind kind, Object... values) {
        Entry actual = Entry.of(kind, turn.input().timeNs(), values);
        if (listener != null) {
            count(kind);
            listener.accept(actual);
            return;
        }
        Entry written = writtenForCall();
        if (written == null || !same(written, actual)) {
            throw differs(written, actual);
        }
        next++;
        count(kind);
    }

    /** The text of an exception may hold what changes from run to run, and nobody acts on it. */
    private static boolean same(Entry written, Entry actual) {
        return written.kind() == Kind.THREW && actual.kind() == Kind.THREW
                ? written.text("error").equals(actual.text("error"))
                : written.sameAs(actual);
    }

    private void count(Kind kind) {
        outputs++;
        published += kind == Kind.PUBLISHED ? 1 : 0;
    }

    private StopReplay differs(Entry written, Entry actual) {
        over = true;
        difference = new Difference(turn.input(), written, actual);
        return new StopReplay();
    }

    /** A tag where the recording has none. */
    long nextTag() {
        return ++tags;
    }

    long outputs() {
        return outputs;
    }

    long published() {
        return published;
    }

    /** Null when there is none. */
    Difference difference() {
        return difference;
    }

    long endPlace() {
        return endPlace;
    }

    /** Empty when all can be verified. */
    String endReason() {
        return endReason;
    }
}
