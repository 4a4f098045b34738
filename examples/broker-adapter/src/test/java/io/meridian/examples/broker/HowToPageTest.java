package io.meridian.examples.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page on venue adapters shows is what is compiled and tested here. */
final class HowToPageTest {
    @Test
    void shouldShowThisAdapterOnTheHowToPage() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.append(dense(Files.readString(file)));
            }
        }
        String page = Files.readString(Path.of("../../docs/how-to/write-a-venue-adapter.md"));
        List<MatchResult> blocks =
                Pattern.compile("(?s)```java\n(.*?)```").matcher(page).results().toList();
        assertTrue(blocks.size() >= 6, "code blocks on the page: " + blocks.size());
        for (MatchResult block : blocks) {
            assertTrue(
                    sources.indexOf(dense(block.group(1))) >= 0,
                    "the page shows what is not in this example:\n" + block.group(1));
        }
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }
}
