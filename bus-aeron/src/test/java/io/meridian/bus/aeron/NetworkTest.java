package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.FastProfileTest.range;
import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static io.meridian.bus.delivery.Profile.FAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.devservers.FreePorts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
    @TempDir
    Path folder;

    @Test
    void shouldDeliverBetweenTwoDriversWhenTheChannelIsUnicast() {
        deliver("aeron:udp?endpoint=127.0.0.1:" + FreePorts.next());
    }

    @Test
    void shouldDeliverBetweenTwoDriversWhenTheChannelIsOneToMany() {
        deliver("aeron:udp?control=127.0.0.1:" + FreePorts.next() + "|control-mode=dynamic");
    }

    private void deliver(String channel) {
        try (Rig rig = new Rig(folder)) {
            rig.with("aeron.channel", channel);
            BusEngine here = rig.with("aeron.dir", "/dev/shm/meridian-here-" + rig.deployment())
                    .openConnected();
            BusEngine there = rig.with("aeron.dir", "/dev/shm/meridian-there-" + rig.deployment())
                    .openConnected();
            EnginePublication publication = publication(here, FAST, "net.topic");
            EngineSubscription subscription = subscribe(there, FAST, "net.*", LOSSLESS);
            Rig.Collector seen = new Rig.Collector();
            long[] number = {0};
            await(
                    () -> {
                        rig.offer(publication, -1, 8);
                        subscription.poll(seen, 64);
                        return !seen.numbers.isEmpty();
                    },
                    "the two to meet");
            for (int i = 0; i < 5_000; i++) {
                await(
                        () -> {
                            subscription.poll(seen, 64);
                            return rig.offer(publication, number[0], 3_000) >= 0;
                        },
                        "room");
                number[0]++;
            }
            await(
                    () -> {
                        subscription.poll(seen, 64);
                        return seen.numbers.getLast() == 4_999;
                    },
                    () -> "the last, after " + seen.numbers.getLast() + rig.events.all);
            assertEquals(range(5_000), seen.numbers.stream().filter(n -> n >= 0).toList());
        }
    }
}
