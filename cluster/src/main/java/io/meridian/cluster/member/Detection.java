package io.meridian.cluster.member;

import java.time.Duration;

/**
 * How patient nodes are with each other.
 *
 * @param heartbeat how often one that has nothing to say says that it is there
 * @param phi how unlikely its silence must be for one to be suspected
 * @param suspicion after how much silence one is suspected in any case
 * @param confirmation after how much silence one is taken for dead
 */
public record Detection(Duration heartbeat, double phi, Duration suspicion, Duration confirmation) {
    public Detection {
        if (suspicion.compareTo(heartbeat) <= 0 || confirmation.compareTo(suspicion) <= 0) {
            throw new IllegalArgumentException("cluster.heartbeat=" + heartbeat.toMillis() + "ms must be shorter than"
                    + " cluster.suspicion=" + suspicion.toMillis() + "ms, and that shorter than cluster.confirmation="
                    + confirmation.toMillis() + "ms");
        }
    }

    /** What suits so many nodes. */
    public enum Profile {
        SMALL(500, 2_500, 5_000),
        MEDIUM(1_000, 5_000, 10_000),
        LARGE(2_000, 10_000, 20_000);

        private final Detection detection;

        Profile(long heartbeatMs, long suspicionMs, long confirmationMs) {
            detection = new Detection(
                    Duration.ofMillis(heartbeatMs),
                    8,
                    Duration.ofMillis(suspicionMs),
                    Duration.ofMillis(confirmationMs));
        }

        public Detection detection() {
            return detection;
        }
    }
}
