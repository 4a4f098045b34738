package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.journal.CommandTakenDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * The state as of a time: what the journal's events up to that time make of an empty kernel, or of one restored from an earlier
 * snapshot. A correction that came later does not show: it was not known then.
 */
public final class AsOf {
    private static final int TIME_AT = MessageHeaderDecoder.ENCODED_LENGTH + CommandTakenDecoder.timeEncodingOffset();

    private final Kernel kernel;
    private final long timeNs;

    /** @param kernel one that is used for this alone */
    public AsOf(Kernel kernel, long timeNs) {
        this.kernel = kernel;
        this.timeNs = timeNs;
    }

    /** Takes the next event of the journal. @return false when it, and so all that follow, are after the time */
    public boolean offer(DirectBuffer buffer, int offset) {
        if (buffer.getLong(offset + TIME_AT, LITTLE_ENDIAN) > timeNs) {
            return false;
        }
        kernel.apply(buffer, offset);
        return true;
    }

    public Kernel kernel() {
        return kernel;
    }
}
