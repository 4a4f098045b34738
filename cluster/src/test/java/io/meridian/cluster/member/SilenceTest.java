package io.meridian.cluster.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SilenceTest {
    private static final long MS = 1_000_000L;
    private static final long HEARTBEAT = 1_000 * MS;

    /** Pauses of exactly one heartbeat, so the deviation is the least there is: half of one. The figures are those of the normal distribution. */
    @Test
    void shouldMeasureHowUnlikelyASilenceIs() {
        Silence silence = new Silence(HEARTBEAT, 0);
        long now = 0;
        for (int i = 0; i < 200; i++) {
            now += HEARTBEAT;
            silence.heard(now);
        }
        assertEquals(0.30103, silence.phi(now + HEARTBEAT), 1e-4);
        assertEquals(0.79955, silence.phi(now + HEARTBEAT * 3 / 2), 1e-4);
        assertEquals(2.86970, silence.phi(now + HEARTBEAT * 5 / 2), 1e-4);
        assertEquals(6.54265, silence.phi(now + HEARTBEAT * 7 / 2), 1e-3);
        assertTrue(silence.phi(now + HEARTBEAT * 4) > 8);
        assertEquals(4_000, silence.silentMs(now + HEARTBEAT * 4));
    }

    @Test
    void shouldBeMorePatientWithOneThatIsOftenLate() {
        Silence punctual = new Silence(HEARTBEAT, 0);
        Silence late = new Silence(HEARTBEAT, 0);
        SplittableRandom random = new SplittableRandom(7);
        long now = 0;
        long lateNow = 0;
        for (int i = 0; i < 300; i++) {
            now += HEARTBEAT;
            punctual.heard(now);
            lateNow += HEARTBEAT + random.nextLong(2 * HEARTBEAT);
            late.heard(lateNow);
        }
        assertTrue(late.phi(lateNow + 4 * HEARTBEAT) < 4);
        assertTrue(punctual.phi(now + 4 * HEARTBEAT) > 8);
    }

    /** Messages in quick succession say nothing about how long it can be silent. */
    @Test
    void shouldNotLearnImpatienceFromTraffic() {
        Silence silence = new Silence(HEARTBEAT, 0);
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            now += MS;
            silence.heard(now);
        }
        assertTrue(silence.phi(now + HEARTBEAT) < 1.5, () -> "phi");
    }

    @Test
    void shouldGrowWithTimeWithoutEnd() {
        Silence silence = new Silence(HEARTBEAT, 0);
        double before = -1;
        for (long at = 0; at < 600 * HEARTBEAT; at += HEARTBEAT / 4) {
            double phi = silence.phi(at);
            assertTrue(phi >= before && Double.isFinite(phi), "phi after " + at / MS + " ms: " + phi);
            before = phi;
        }
    }
}
