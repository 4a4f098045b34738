package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Random wishes, fills and days as time goes on, to the kernel and to {@link SlowControls}: what is refused and why, who is stopped, and
 * what expires must be alike.
 */
final class ControlsModelTest {
    @Property(tries = 200, seed = "20261130", shrinking = ShrinkingMode.OFF)
    void shouldRefuseAndExpireAsThePlainModelWhenWishesAreRandom(@ForAll long seed) {
        new ControlsWalk(seed).run();
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void shouldRefuseAndExpireAsThePlainModelWhenVeryManyWishesAreRandom(@ForAll long seed) {
        new ControlsWalk(seed).run();
    }

    @Example
    void shouldMeetEveryRefusalWhenItWalks() {
        Set<String> met = new TreeSet<>();
        for (int seed = 0; seed < 250; seed++) {
            ControlsWalk walk = new ControlsWalk(seed);
            walk.run();
            met.addAll(walk.met);
        }
        Set<String> wanted = new TreeSet<>(Set.of("stopped by its fills", "expired in time", "expired with the day"));
        for (Refusal refusal : EnumSet.of(
                Refusal.STOPPED,
                Refusal.MESSAGE_RATE,
                Refusal.RESTRICTED,
                Refusal.POSITION_LIMIT,
                Refusal.DUPLICATE_ORDER,
                Refusal.SELF_TRADE,
                Refusal.BAD_EXPIRY,
                Refusal.BELOW_FILLED,
                Refusal.NOTHING_CHANGES,
                Refusal.FIELD_LOCKED,
                Refusal.CHANGE_WAITS,
                Refusal.UNKNOWN_ORDER,
                Refusal.NO_SUCH_MOVE,
                Refusal.POOL_MAY_NOT)) {
            wanted.add(refusal.name());
        }
        assertEquals(wanted, met);
    }
}
