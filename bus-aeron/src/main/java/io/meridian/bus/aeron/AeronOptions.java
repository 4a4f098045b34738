package io.meridian.bus.aeron;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** The settings of one engine or driver as plain values. {@link AeronSettings} declares and reads them. */
record AeronOptions(
        String deployment,
        DriverPlace driver,
        Path aeronDir,
        String channel,
        int lanes,
        int termLength,
        int mtu,
        Idle idle,
        Path archiveDir,
        int segmentLength,
        int syncLevel,
        long retentionBytes,
        long retentionAgeMs,
        long lossyStallNs,
        long lossyRestNs,
        long driverTimeoutMs,
        Path cursorDir,
        long cursorIntervalNs) {

    /** Who runs the media driver. */
    enum DriverPlace {
        /** This process, shared by all its engines of one deployment. */
        EMBEDDED,
        /** Another process, such as {@link AeronDriver}. */
        EXTERNAL
    }

    /** What a thread of the driver does when it has nothing to do. */
    enum Idle {
        /** Spins, yields, then sleeps up to a millisecond. */
        BACKOFF,
        /** Gives its time slice away. */
        YIELD,
        /** Burns a processor for the lowest latency. */
        SPIN;

        Supplier<IdleStrategy> supplier() {
            return switch (this) {
                case BACKOFF -> () -> new BackoffIdleStrategy(100, 20, 1_000, 1_000_000);
                case YIELD -> YieldingIdleStrategy::new;
                case SPIN -> BusySpinIdleStrategy::new;
            };
        }
    }

    /** The largest frame, envelope included, that a log of this term length takes. */
    int maxFrame() {
        return Math.min(16 << 20, termLength / 8);
    }

    /** Memory of one log buffer: three terms and a page of metadata. */
    long logLength() {
        return 3L * termLength + 4096;
    }
}
