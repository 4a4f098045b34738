package io.meridian.audit.kept;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Reads all durable messages that a bus keeps. Its end is where nothing more came for a while. */
public final class KeptMessages {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int ROUND = 1_000;

    private KeptMessages() {}

    /** @param pattern of their topics @param each takes one after the other */
    public static void read(Bus bus, String pattern, Consumer<Message> each) {
        try (Subscription all = bus.subscribe(SubscriptionSpec.durable(pattern).from(StartAt.EARLIEST), message -> {
            each.accept(message);
            return Verdict.ACCEPT;
        })) {
            long lastNs = System.nanoTime();
            while (System.nanoTime() - lastNs < QUIET_NS) {
                if (all.poll(ROUND) > 0) {
                    lastNs = System.nanoTime();
                } else {
                    LockSupport.parkNanos(REST_NS);
                }
            }
        }
    }
}
