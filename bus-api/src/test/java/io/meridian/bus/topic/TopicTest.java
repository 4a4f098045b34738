package io.meridian.bus.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "platform.data.quote.XNAS.AAPL", "A-Z_0.9", "-._", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16"
            })
    void shouldAcceptAnyNameOfTheGrammar(final String name) {
        final Topic topic = Topic.of(name);
        assertEquals(name, topic.name());
        assertEquals(name, topic.toString());
        assertEquals(name.length(), topic.length());
        final String[] expected = name.split("\\.");
        assertEquals(expected.length, topic.segments());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], topic.segment(i));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | it is empty",
                ".a            | an empty segment at character 1",
                "a..b          | an empty segment at character 3",
                "a.            | an empty segment at character 3 (the end)",
                "a.b c         | the character ' ' at character 4",
                "a.b/c         | the character '/' at character 4",
                "a.caf\u00e9   | the character '\\u00E9' at character 6",
                "a.*           | the wildcard '*' at character 3",
                "a.**          | the wildcard '*' at character 3",
                "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17 | it has segments=17",
            })
    void shouldSayWhatIsWrongWhereAndWhatIsAllowedWhenNameIsInvalid(final String name, final String problem) {
        final var refused = assertThrows(IllegalArgumentException.class, () -> Topic.of(name));
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
        assertTrue(refused.getMessage().contains("allowed are 1 to 16 segments"), refused.getMessage());
        final byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        final var sameFromBytes =
                assertThrows(IllegalArgumentException.class, () -> Topic.of(new UnsafeBuffer(bytes), 0, bytes.length));
        assertEquals(refused.getMessage(), sameFromBytes.getMessage());
    }

    @Test
    void shouldAcceptTheLongestNameAndRefuseOneCharacterMore() {
        assertEquals(254, Topic.of("x".repeat(254)).length());
        final var refused = assertThrows(IllegalArgumentException.class, () -> Topic.of("x".repeat(255)));
        assertTrue(refused.getMessage().contains("length=255"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Topic.of(new UnsafeBuffer(new byte[300]), 0, 255));
    }

    @Test
    void shouldKeepTheMessageShortAndPrintableWhenTheNameIsHostile() {
        final var refused = assertThrows(IllegalArgumentException.class, () -> Topic.of("\n\u001b[2J".repeat(100_000)));
        assertTrue(
                refused.getMessage().length() < 2_500,
                () -> "length=" + refused.getMessage().length());
        assertTrue(refused.getMessage().chars().allMatch(c -> c >= ' ' && c < 0x7F), refused.getMessage());
    }

    @Test
    void shouldRefuseNullAndBytesOutsideTheBuffer() {
        assertThrows(IllegalArgumentException.class, () -> Topic.of(null));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        assertThrows(IllegalArgumentException.class, () -> Topic.of(buffer, 4, 5));
        assertThrows(IllegalArgumentException.class, () -> Topic.of(buffer, -1, 2));
        assertThrows(IllegalArgumentException.class, () -> Topic.of(buffer, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> Topic.of(buffer, Integer.MAX_VALUE, 2));
    }

    @Test
    void shouldReturnTheSameInstanceWhenTheNameIsCached() {
        final Topic topic = Topic.of("cache.hit.by.name");
        assertSame(topic, Topic.of(new String("cache.hit.by.name")));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final int length = topic.putTo(buffer, 5);
        assertEquals(17, length);
        assertSame(topic, Topic.of(buffer, 5, length));
        buffer.setMemory(0, 64, (byte) 'z');
        assertEquals("cache.hit.by.name", topic.name());
    }

    @Test
    void shouldBeEqualByNameWhenTheCacheHasForgottenIt() {
        final Topic before = Topic.of("cache.forgotten");
        for (int i = 0; i < 200_000; i++) {
            Topic.of("flood." + i);
        }
        final Topic after = Topic.of("cache.forgotten");
        assertNotSame(before, after);
        assertEquals(before, after);
        assertEquals(before.hashCode(), after.hashCode());
        assertNotEquals(before, Topic.of("cache.other"));
    }

    @Test
    void shouldTellItsOwnBytesFromOthersOfTheSameLength() {
        final UnsafeBuffer buffer = new UnsafeBuffer("xplatform.data.a".getBytes(StandardCharsets.US_ASCII));
        assertTrue(Topic.of("platform.data.a").isNamed(buffer, 1, 15));
        assertFalse(Topic.of("platform.data.b").isNamed(buffer, 1, 15));
        assertFalse(Topic.of("qlatform.data.a").isNamed(buffer, 1, 15));
        assertFalse(Topic.of("platform.data").isNamed(buffer, 1, 15));
    }

    @Test
    void shouldCarryTheHashOfItsName() {
        assertEquals(Topic.hash("platform.audit"), Topic.of("platform.audit").hash());
    }
}
