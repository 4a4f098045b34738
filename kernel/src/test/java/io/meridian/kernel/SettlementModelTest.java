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
 * Random trades, busts, corrections, prices, dividends, splits and days to the kernel and to {@link SlowSettlement}: what is held, its gain, and what is due and settled
 * must be alike after each of them, and for any time that is past.
 */
final class SettlementModelTest {
    @Property(tries = 150, seed = "20261129", shrinking = ShrinkingMode.OFF)
    void shouldSettleAsThePlainModelWhenCommandsAreRandom(@ForAll long seed) {
        new SettlementWalk(seed).run();
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void shouldSettleAsThePlainModelWhenVeryManyCommandsAreRandom(@ForAll long seed) {
        new SettlementWalk(seed).run();
    }

    @Example
    void shouldMeetEveryStateAndRefusalWhenItWalks() {
        Set<String> met = new TreeSet<>();
        for (int seed = 0; seed < 150; seed++) {
            SettlementWalk walk = new SettlementWalk(seed);
            walk.run();
            met.addAll(walk.met);
        }
        Set<String> wanted = new TreeSet<>(Set.of("CANCELLED", "EXPIRED", "OPEN", "PARTIALLY_FILLED", "FILLED"));
        wanted.addAll(Set.of("PENDING_SETTLEMENT", "SETTLED", "CLOSED", "a split", "a dividend", "a late fill"));
        for (Refusal refusal : EnumSet.of(
                Refusal.TOO_LATE,
                Refusal.OVERFILLED,
                Refusal.UNKNOWN_FILL,
                Refusal.ORDERS_OPEN,
                Refusal.WRONG_CURRENCY,
                Refusal.BAD_DATE,
                Refusal.DAY_OPEN,
                Refusal.DAY_NOT_OPEN)) {
            wanted.add(refusal.name());
        }
        assertEquals(wanted, met);
    }
}
