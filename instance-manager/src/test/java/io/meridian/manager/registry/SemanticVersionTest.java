package io.meridian.manager.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SemanticVersionTest {
    /** The order that semantic versioning itself gives as its example, and what is around it. */
    private static final List<String> ORDERED = List.of(
            "0.9.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0+d1",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0");

    @Test
    void shouldOrderAsSemanticVersioningDoes() {
        List<SemanticVersion> versions = new ArrayList<>(ORDERED.stream()
                .map(text -> SemanticVersion.parse(text).orElseThrow())
                .toList());
        List<SemanticVersion> expected = List.copyOf(versions);
        Collections.shuffle(versions, new Random(3));
        Collections.sort(versions);
        assertEquals(expected, versions);
    }

    @Test
    void shouldTakeNoOtherTagForAVersion() {
        for (String text : new String[] {"latest", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0+", "", "1.0.0 "}) {
            assertTrue(SemanticVersion.parse(text).isEmpty(), text);
        }
    }
}
