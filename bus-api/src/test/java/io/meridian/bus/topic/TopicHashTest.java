package io.meridian.bus.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hash travels on the wire: these values may never change. */
class TopicHashTest {
    @ParameterizedTest
    @CsvSource({
        "'', EF46DB3751D8E999",
        "a, D24EC4F1A98C6E5B",
        "abc, 44BC2CF5AD770999",
        "Nobody inspects the spammish repetition, FBCEA83C8A378BF1",
    })
    void shouldGiveThePublishedValuesOfXxHash64(final String text, final String expected) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(expected, String.format("%016X", Topic.hash(text)));
        assertEquals(expected, String.format("%016X", Topic.hash(new UnsafeBuffer(bytes), 0, bytes.length)));
    }

    @Test
    void shouldHashCharactersAndBytesAlikeAtEveryLength() {
        final StringBuilder text = new StringBuilder();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[300]);
        for (int length = 0; length < 260; length++) {
            buffer.putBytes(7, text.toString().getBytes(StandardCharsets.US_ASCII));
            assertEquals(Topic.hash(text), Topic.hash(buffer, 7, length), "length=" + length);
            text.append((char) ('a' + length * 7 % 26));
        }
    }

    @Test
    void shouldRefuseCharactersThatAreNotAscii() {
        assertThrows(IllegalArgumentException.class, () -> Topic.hash("caf\u00e9"));
    }
}
