package io.meridian.sdk.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TextsTest {
    private final Texts texts = Texts.ofNames();

    private String take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(texts.scratch, (byte) 0);
        System.arraycopy(bytes, 0, texts.scratch, 0, bytes.length);
        return texts.take(32);
    }

    @Test
    void shouldGiveTheSameStringAgainForAsManySymbolsAsALargeMarketHas() {
        String[] first = new String[10_000];
        for (int i = 0; i < first.length; i++) {
            first[i] = take("SYM" + i);
            assertEquals("SYM" + i, first[i]);
        }
        int same = 0;
        for (int round = 0; round < 2; round++) {
            same = 0;
            for (int i = 0; i < first.length; i++) {
                String again = take("SYM" + i);
                assertEquals("SYM" + i, again);
                same += again == first[i] ? 1 : 0;
                first[i] = again;
            }
        }
        // One that finds all its places taken is rare, and only costs a string.
        assertEquals(first.length, same, 10);
    }

    @Test
    void shouldStayRightWhenThereIsMoreThanItKeeps() {
        for (int i = 0; i < 200_000; i++) {
            assertEquals("order-" + i, take("order-" + i));
        }
        assertSame(take("order-199999"), take("order-199999"));
    }

    @Test
    void shouldNeverTakeOneTextForAnother() {
        assertEquals("", take(""));
        assertEquals("A", take("A"));
        assertEquals("Aa", take("Aa"));
        assertEquals("BB", take("BB"), "its hash is that of Aa");
        assertEquals("A\uFFFD", take("A\u00e9"));
        assertEquals("Ai", take("Ai"), "as the letter before without its highest bit");
    }
}
