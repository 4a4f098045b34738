package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.topic.Topic;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllocationTest {
    private static final UnsafeBuffer HEADER = new UnsafeBuffer(new byte[60]);
    private static final UnsafeBuffer PAYLOAD = new UnsafeBuffer(new byte[100]);

    @TempDir
    Path folder;

    private static final class Counter implements FrameHandler {
        private final EngineSubscription subscription;
        private long count;

        Counter(EngineSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            count++;
            subscription.confirm(position);
        }

        @Override
        public void onFrame(
                DirectBuffer h,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean repeated) {
            throw new AssertionError("frames come in one piece");
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldAllocateNothingWhenPublishingAndPollingInTheSteadyState(Profile profile) {
        try (Rig rig = new Rig(folder)) {
            BusEngine engine = rig.with("aeron.archive.segment.length", "64m").openConnected();
            String name = profile == Profile.DURABLE ? "n" : null;
            EngineSubscription subscription = subscribe(engine, profile, "alloc", LOSSLESS, name, StartAt.LATEST);
            EnginePublication publication = publication(engine, profile, "alloc");
            Counter counter = new Counter(subscription);
            pump(publication, subscription, counter, 300_000);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            // The first call of the meter itself allocates.
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();
            pump(publication, subscription, counter, 1_000_000);
            assertEquals(0, threads.getCurrentThreadAllocatedBytes() - before, "bytes over a million messages");
        }
    }

    private static void pump(
            EnginePublication publication, EngineSubscription subscription, Counter counter, int count) {
        long target = counter.count + count;
        long published = counter.count;
        long deadlineNs = System.nanoTime() + 50_000_000_000L;
        while (counter.count < target) {
            if (published < target) {
                published += publication.offer(HEADER, 60, PAYLOAD, 0, 100) > 0 ? 1 : 0;
                publication.session();
                publication.confirmedPosition();
            }
            if (subscription.poll(counter, 64) == 0 && System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("stuck at " + counter.count);
            }
        }
    }
}
