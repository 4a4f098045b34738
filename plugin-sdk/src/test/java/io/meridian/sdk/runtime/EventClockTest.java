package io.meridian.sdk.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.test.Sim;
import io.meridian.sdk.test.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time that a plugin sees. */
final class EventClockTest {
    /** Looks at the time twice in each handler, while time goes on. */
    @MeridianPlugin(id = "looking", pool = Pool.STRATEGY, subscribes = "platform.data.quote.**")
    public static final class Looking extends Plugin {
        final List<Long> times = new ArrayList<>();
        VirtualClock passing;

        private void look() {
            times.add(clock().nanoTime());
            if (passing != null) {
                passing.set(passing.nanoTime() + 1_000);
            }
            times.add(clock().nanoTime());
        }

        @Override
        public void onStart() {
            super.onStart();
            every("tick", Duration.ofSeconds(1));
        }

        @Override
        public void onQuote(Quote quote) {
            look();
        }

        @Override
        public void onTimer(Timer timer) {
            look();
        }

        long timeBetween() {
            return clock().nanoTime();
        }
    }

    @Test
    void shouldStandStillWhenAHandlerRunsAndGoOnWhenItReturned() {
        Looking plugin = new Looking();
        try (Sim sim = Sim.of(Looking.class, () -> plugin)) {
            plugin.passing = sim.clock();
            long beganNs = sim.clock().nanoTime();
            sim.quote("AAPL", 1, 2).quote("AAPL", 1, 2);
            assertEquals(List.of(beganNs, beganNs, beganNs + 1_000, beganNs + 1_000), plugin.times);
            assertEquals(beganNs + 2_000, plugin.timeBetween());
            sim.clock().set(beganNs + 3_000);
            assertEquals(beganNs + 3_000, plugin.timeBetween());
        }
    }

    @Test
    void shouldStandStillWhenATimerFires() {
        Looking plugin = new Looking();
        try (Sim sim = Sim.of(Looking.class, () -> plugin)) {
            plugin.passing = sim.clock();
            long beganNs = sim.clock().nanoTime();
            sim.advance(Duration.ofSeconds(1));
            assertEquals(List.of(beganNs + 1_000_000_000, beganNs + 1_000_000_000), plugin.times);
        }
    }

    @Test
    void shouldNotGoBackWhenTheClockOfTheMachineDoes() {
        long[] machine = {100};
        EventClock clock = new EventClock(() -> machine[0]);
        clock.begin();
        assertEquals(100, clock.nanoTime());
        clock.end();
        machine[0] = 40;
        clock.begin();
        assertEquals(100, clock.nanoTime());
        clock.end();
        assertEquals(100, clock.look());
        machine[0] = 101;
        assertTrue(clock.nanoTime() == 101);
    }
}
