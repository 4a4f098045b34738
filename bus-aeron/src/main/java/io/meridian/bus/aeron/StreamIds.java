package io.meridian.bus.aeron;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.topic.Topic;

/**
 * The stream id of a lane: {@code 1 | deployment (18 bits) | profile (1) | log2 of the lane count (3) | lane
 * (6)}. It tells all that a reader of an old recording needs, even when the number of lanes has been changed
 * since.
 */
final class StreamIds {
    static final int MAX_LANES = 64;

    private static final int MARK = 1 << 28;
    private static final int LANE_BITS = 6;
    private static final int LANES_BITS = 3;
    private static final int PROFILE_SHIFT = LANE_BITS + LANES_BITS;
    private static final int DEPLOYMENT_SHIFT = PROFILE_SHIFT + 1;
    private static final int DEPLOYMENT_MASK = (1 << 18) - 1;

    private final int base;

    StreamIds(String deployment) {
        long hash = Topic.hash(deployment);
        base = MARK | ((int) (hash ^ hash >>> 32) & DEPLOYMENT_MASK) << DEPLOYMENT_SHIFT;
    }

    int of(Profile profile, int lanes, int lane) {
        return base
                | (profile == Profile.DURABLE ? 1 << PROFILE_SHIFT : 0)
                | Integer.numberOfTrailingZeros(lanes) << LANE_BITS
                | lane;
    }

    /** Whether the stream belongs to this deployment's durable lanes. */
    boolean isDurable(int streamId) {
        return streamId >>> PROFILE_SHIFT == (base >>> PROFILE_SHIFT | 1);
    }

    static int lane(int streamId) {
        return streamId & (1 << LANE_BITS) - 1;
    }

    static int lanes(int streamId) {
        return 1 << (streamId >>> LANE_BITS & (1 << LANES_BITS) - 1);
    }

    static int laneOf(long topicHash, int lanes) {
        return (int) topicHash & lanes - 1;
    }
}
