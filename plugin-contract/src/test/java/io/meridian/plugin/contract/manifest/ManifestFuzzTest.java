package io.meridian.plugin.contract.manifest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is in the file: a manifest or a {@link ManifestException}, and soon. */
final class ManifestFuzzTest {
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(5);
    private static final String[] PIECES = {
        "---\n",
        "...\n",
        "&a ",
        "*a",
        "!!int ",
        "!<x> ",
        "? ",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "|\n",
        ">-\n",
        "\"",
        "'",
        "#",
        "%YAML 1.2\n",
        "%TAG ! x:\n",
        "\t",
        "\n",
        "\r\n",
        "\u0000",
        "\uFEFF",
        "\u2028",
        "\\x",
        "\\u12",
        "<<: *a\n",
        "~",
        "0x1F",
        "1e999",
        ".nan",
        "-.inf",
        "2026-01-01",
        "null",
        "yes",
        "\uD83D",
        "\uDE00",
        "@",
        "`",
        "settings",
        "default"
    };

    @Test
    void shouldAnswerEveryFile() {
        fuzz(100_000, 1);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void shouldAnswerAMillionFiles() {
        fuzz(1_000_000, 2);
    }

    private static void fuzz(int cases, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = ManifestTest.WHOLE.getBytes(StandardCharsets.UTF_8);
        byte[] least = ManifestTest.LEAST.getBytes(StandardCharsets.UTF_8);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < cases; i++) {
            byte[] input = mutated(random, random.nextInt(4) == 0 ? whole : least);
            long begin = System.nanoTime();
            try {
                Manifest.parse(input);
                good++;
            } catch (ManifestException e) {
                assertFalse(e.getMessage().isBlank());
                assertTrue(
                        e.getMessage().length() < 40_000,
                        "length=" + e.getMessage().length());
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                fail("case=" + i + " input=" + new String(input, StandardCharsets.UTF_8), e);
            }
            assertTrue(System.nanoTime() - begin < MOST_NS, "case=" + i + " took too long");
        }
        assertTrue(good > cases / 100 && refused > cases / 2, "good=" + good + " refused=" + refused);
    }

    private static byte[] mutated(SplittableRandom random, byte[] from) {
        byte[] bytes = from;
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(bytes.length + 1);
            int end = Math.min(bytes.length, at + random.nextInt(12));
            byte[] put = switch (random.nextInt(6)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt(256)};
                case 2 -> Arrays.copyOfRange(bytes, Math.max(0, at - random.nextInt(40)), at);
                case 3 ->
                    PIECES[random.nextInt(PIECES.length)]
                            .repeat(1 + random.nextInt(4))
                            .getBytes(StandardCharsets.UTF_8);
                default -> PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
            };
            byte[] next = new byte[at + put.length + bytes.length - end];
            System.arraycopy(bytes, 0, next, 0, at);
            System.arraycopy(put, 0, next, at, put.length);
            System.arraycopy(bytes, end, next, at + put.length, bytes.length - end);
            bytes = next;
        }
        return bytes;
    }

    /** Inputs as large as allowed, of the kinds that parsers choke on. */
    @Test
    void shouldAnswerLargeFilesSoon() {
        String[] chokers = {
            "[", "{", "- ", "? ", "a: ", "[a, ", "{a: ", "\"", "'", "!", "&a ", "*a ", "|", "\n", "\t", " ", "#\n",
            "---\n", "a", "1", "?", ":", "%", ">\n ", "- - ", "\\", "\u00e4", ",", "[]", "{}", "a: b\n", "0", "1_",
            "..", "''"
        };
        for (String choker : chokers) {
            for (String before :
                    new String[] {"", ManifestTest.LEAST, ManifestTest.LEAST + "durable: ", "a: \"", "a: |\n "}) {
                int times = (Manifest.MAX_LENGTH - before.length()) / choker.getBytes(StandardCharsets.UTF_8).length;
                String input = before + choker.repeat(times);
                long begin = System.nanoTime();
                try {
                    Manifest.parse(input);
                } catch (ManifestException e) {
                    assertTrue(e.getMessage().length() < 40_000);
                }
                long took = System.nanoTime() - begin;
                assertTrue(took < MOST_NS, "choker=" + choker + " before=" + before + " ms=" + took / 1_000_000);
            }
        }
    }
}
