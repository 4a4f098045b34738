package io.meridian.examples.hello;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and tested here. */
final class ReadmeTest {
    @Test
    void shouldShowThisStrategyInTheReadme() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/meridian/examples/hello/HelloStrategy.java"));
        String shown = source.substring(source.indexOf("/** Holds")).strip();
        String readme = Files.readString(Path.of("../../README.md"));
        assertTrue(readme.contains("```java\n" + shown + "\n```"), "the README shows another strategy than:\n" + shown);
        assertTrue(shown.lines().count() <= 25, "longer than 25 lines");
    }
}
