package io.meridian.sidecar.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The kill latch: while it is set, the plugin publishes nothing on order-bearing topics. It is kept in a file and holds across restarts,
 * until a person releases it.
 *
 * <p>Setting takes effect in memory at once, before it is written: a full disk must not keep trading alive. Releasing is written first.
 * Both return only when the file is safe on the disk.
 */
public final class Latch {
    /** Its file in the sidecar's folder. */
    public static final String FILE = "latch";

    private final LatchFile file;
    private final InstantSource clock;
    private volatile LatchState state;
    private volatile boolean isSet;

    private Latch(LatchFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        state = file.read(now());
        isSet = state.isSet();
    }

    /** The latch of the sidecar in this folder, as it was left. A file that cannot be read counts as latched. */
    public static Latch open(Path folder, InstantSource clock) {
        return new Latch(new LatchFile(folder.resolve(FILE)), clock);
    }

    /** Whether order-bearing topics are blocked: one volatile read. */
    public boolean isSet() {
        return isSet;
    }

    /** The same with who and why. */
    public LatchState state() {
        return state;
    }

    /**
     * Blocks order-bearing topics. To set it again is no error: the first who set it stays on record. A reason that cannot be kept as it
     * is gets cut and mended, since nobody who stops trading should be sent back to mind his words.
     *
     * @throws IOException when it could not be written. It blocks all the same, but would not hold across a restart
     */
    public synchronized LatchState set(String by, String reason) throws IOException {
        LatchState wanted = new LatchState(true, LatchState.checkedName(by), LatchState.mendedReason(reason), now());
        if (!isSet) {
            isSet = true;
            state = wanted;
        }
        // Written even when it was set before: that write may have failed.
        file.write(state);
        return state;
    }

    /**
     * Lets order-bearing topics flow again.
     *
     * @throws IOException when it could not be written; it stays set then
     */
    public synchronized LatchState release(String by, String reason) throws IOException {
        LatchState wanted = new LatchState(false, LatchState.checkedName(by), LatchState.checkedReason(reason), now());
        if (isSet) {
            file.write(wanted);
            state = wanted;
            isSet = false;
        }
        return state;
    }

    private Instant now() {
        return clock.instant();
    }
}
