package io.meridian.bus.testkit.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page shows this code and no other. */
class HowToPageTest {
    private static final Path PAGE = Path.of("..", "docs", "how-to", "add-a-bus-engine.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "meridian", "bus", "testkit", "example");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @Test
    void shouldShowCodeThatIsCompiledAndTestedWhenTheHowToPageQuotesIt() throws IOException {
        String sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(HowToPageTest::read)
                    .collect(Collectors.joining("\n"));
        }
        String compact = withoutSpaces(sources);
        List<String> blocks = JAVA_BLOCK
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertTrue(blocks.size() >= 4, "code blocks on the page: " + blocks.size());
        for (String block : blocks) {
            // A line of three dots stands for what the page leaves out.
            for (String part : block.split("(?m)^\\s*\\.\\.\\.\\s*$")) {
                assertTrue(
                        compact.contains(withoutSpaces(part)),
                        "this code of " + PAGE + " is not in " + SOURCES + ":\n" + part);
            }
        }
    }

    private static String withoutSpaces(String text) {
        Matcher matcher = Pattern.compile("\\s+").matcher(text);
        return matcher.replaceAll("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
