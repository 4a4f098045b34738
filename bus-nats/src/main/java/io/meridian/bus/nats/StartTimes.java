package io.meridian.bus.nats;

import io.meridian.bus.delivery.StartAt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/** Where a consumer must begin so that nothing that was asked for is missed; the bus leaves out what is too early. */
final class StartTimes {
    /** Clocks of publishers and server may differ by this much. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final long TRUSTED_SKEW_NS = TimeUnit.SECONDS.toNanos(5);

    private StartTimes() {}

    /**
     * The server knows when it stored a message, not its publish time. The two are comparable only while the bus's clock
     * tells the time of day; otherwise it begins at the earliest.
     */
    static Consumers.StartPoint point(StartAt start, EpochNanoClock clock) {
        return switch (start.kind()) {
            case EARLIEST, SEQUENCE -> Consumers.StartPoint.earliest();
            case LATEST -> throw new IllegalArgumentException("start=" + start + " depends on the stream");
            case TIME -> {
                long wallNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
                if (Math.abs(clock.nanoTime() - wallNs) > TRUSTED_SKEW_NS) {
                    yield Consumers.StartPoint.earliest();
                }
                Instant asked = Instant.EPOCH.plusNanos(start.value());
                yield Consumers.StartPoint.time(asked.minus(SLACK).atZone(ZoneOffset.UTC));
            }
        };
    }
}
