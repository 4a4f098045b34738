package io.meridian.bus.kafka;

import io.meridian.bus.kafka.Cursor.Place;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Lets a lossy subscription skip what it cannot keep up with. The log holds topics that the subscription does not want, so
 * how much of the lag is its own is estimated from what it has read so far; so is the number it drops. The gaps themselves
 * are counted exactly by the bus above.
 */
final class LagDropper {
    private final int bufferLimit;

    /** Records read, and those of them that were wanted. */
    long seen;

    long wanted;
    long dropped;

    LagDropper(int bufferLimit) {
        this.bufferLimit = Math.max(1, bufferLimit);
    }

    /** When more than the limit is waiting, keeps the newest half of the limit. */
    void skip(Consumer<?, ?> consumer, Cursor cursor) {
        long lag = 0;
        for (Place place : cursor.places()) {
            lag += lag(consumer, place);
        }
        double share = seen == 0 ? 1 : (double) wanted / seen;
        if (lag * share <= bufferLimit) {
            return;
        }
        double keep = bufferLimit / 2.0 / (lag * share);
        for (Place place : cursor.places()) {
            long skipped = (long) (lag(consumer, place) * (1 - keep));
            if (skipped > 0) {
                long target = consumer.position(place.partition) + skipped;
                consumer.seek(place.partition, target);
                place.next = target;
                dropped += Math.round(skipped * share);
            }
        }
        // What was read long ago says little about what comes: let the estimate move.
        seen /= 2;
        wanted /= 2;
    }

    private static long lag(Consumer<?, ?> consumer, Place place) {
        OptionalLong lag = consumer.currentLag(place.partition);
        return lag.isPresent() ? Math.max(0, lag.getAsLong()) : 0;
    }
}
