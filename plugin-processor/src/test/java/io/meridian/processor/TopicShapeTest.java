package io.meridian.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.schema.TopicNames;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a compiler takes for a pattern, the contract does. */
final class TopicShapeTest {
    private static final String[] PARTS = {"a", "Z9", "_", "-", "*", "**", ".", ".", ".", "", "a*", "x y", "{v}"};

    @Test
    void shouldTakeForAPatternWhatTheContractDoesWhenTextsAreRandom() {
        Random random = new Random(42);
        int good = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(12); left > 0; left--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            boolean pattern = TopicNames.isPattern(text.toString());
            assertEquals(pattern, TopicShape.problem(text.toString()) == null, text::toString);
            good += pattern ? 1 : 0;
        }
        assertTrue(good > 1_000, "too few patterns were met: " + good);
    }

    @Test
    void shouldHaveTheContractsBoundsWhenAPatternIsLong() {
        assertNull(TopicShape.problem("a".repeat(TopicNames.MAX_LENGTH)));
        assertEquals(
                "it has more than " + TopicNames.MAX_LENGTH + " characters",
                TopicShape.problem("a".repeat(TopicNames.MAX_LENGTH + 1)));
        assertNull(TopicShape.problem("a" + ".a".repeat(TopicNames.MAX_SEGMENTS - 1)));
        assertEquals(
                "it has more than " + TopicNames.MAX_SEGMENTS + " segments",
                TopicShape.problem("a" + ".a".repeat(TopicNames.MAX_SEGMENTS)));
    }
}
