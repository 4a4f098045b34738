package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.docs.CodeBlock.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each block of code in the pages says what proves it. What is to be run, {@code PageCommandsSystemTest} runs. */
final class CodeBlocksTest {
    private static final String MARKS = "; CONTRIBUTING.md tells the marks";

    private static final Pattern TEST = Pattern.compile("[A-Z]\\w+Test");

    private final Map<String, String> sources = new HashMap<>();

    @Test
    void shouldSayOfEachBlockWhatProvesIt() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String page : CodeBlock.pages()) {
            boolean hasRun = false;
            for (CodeBlock block : CodeBlock.of(page)) {
                String problem = problem(block, hasRun);
                if (!problem.isEmpty()) {
                    wrong.add(block.place() + " " + problem + MARKS);
                }
                hasRun |= block.kind() == Kind.RUN || !block.first().isEmpty();
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private String problem(CodeBlock block, boolean hasRun) throws IOException {
        String argument = block.argument();
        if (block.kind() == null) {
            return block.wrong();
        }
        return switch (block.kind()) {
            case RUN -> unknownRun(block);
            case SHOWS -> hasRun || !block.first().isEmpty() ? "" : "shows what nothing before it has said";
            case FILE -> argument.isBlank() ? "says not which file it is" : "";
            case ADD -> argument.matches("\\S+ after .+") ? "" : "says not 'FILE after LINE': " + argument;
            case IN -> missing(block);
            case TESTED -> untested(block);
            case NOT_RUN -> argument.contains(" ") ? unknownTests(argument) : "says not why it is not run";
        };
    }

    private static String unknownRun(CodeBlock block) {
        if (!block.argument().matches("|stack|ends with \\d+|until .+")) {
            return "is to be run, and may end with a number, go on until a text, or be the stack: " + block.argument();
        }
        // One stack is there for all pages, so each starts the same.
        boolean isOther = block.argument().equals("stack") && !block.text().matches("\\./launch_dev\\.sh *(#.*)?\n");
        return isOther ? "starts another stack than ./launch_dev.sh alone" : "";
    }

    /** What of it is not in the sources, which are compiled and tested. A line of three dots stands for any number of them. */
    private String missing(CodeBlock block) throws IOException {
        Path place = CodeBlock.REPOSITORY.resolve(block.argument());
        if (block.argument().isBlank() || !Files.exists(place)) {
            return "is in " + block.argument() + ", which is not there";
        }
        String source = sources.containsKey(block.argument()) ? sources.get(block.argument()) : read(place);
        sources.put(block.argument(), source);
        for (String part : block.text().split("(?m)^\\s*\\.\\.\\.$")) {
            if (!source.contains(dense(part))) {
                return "is not in " + block.argument() + ":\n" + part;
            }
        }
        return "";
    }

    private static String read(Path place) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files(place)) {
            if (file.toString().endsWith(".java")) {
                text.append(dense(Files.readString(file)));
            }
        }
        return text.toString();
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }

    /** The test that is named reads the page, so it names it or the folder that it is in. */
    private static String untested(CodeBlock block) throws IOException {
        Path page = Path.of(block.page());
        String unknown = unknownTests(block.argument());
        if (!unknown.isEmpty() || !TEST.matcher(block.argument()).matches()) {
            return "is tested by " + block.argument() + ", which is not there";
        }
        String test = Files.readString(testNamed(block.argument()));
        return test.contains(page.getFileName().toString()) || test.contains("\"" + page.getParent() + "\"")
                ? ""
                : "is tested by " + block.argument() + ", which does not read this page";
    }

    private static String unknownTests(String text) throws IOException {
        for (MatchResult name : TEST.matcher(text).results().toList()) {
            if (testNamed(name.group()) == null) {
                return "names " + name.group() + ", which is not there";
            }
        }
        return "";
    }

    private static Path testNamed(String name) throws IOException {
        try (Stream<Path> modules = Files.list(CodeBlock.REPOSITORY)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                for (Path file : Files.isDirectory(tests) ? files(tests) : List.<Path>of()) {
                    if (file.endsWith(name + ".java")) {
                        return file;
                    }
                }
            }
        }
        return null;
    }

    @Test
    void shouldRefuseWhatIsNotMarkedOrMarkedAsNobodyKnows() throws IOException {
        String page = """
            ```
            ./meridian one
            ```
            <!-- runs -->
            ```
            ./meridian two
            ```

            <!-- first: cd x -->
            <!-- run: ends with 1 -->

            ```
            ./meridian three
            ```

                ./meridian four

            - a list

                of two paragraphs

            <!-- in: plugin-sdk/src/main/java -->
            ```java
            public final class Plugin42 {
            ```
            <!-- tested: CodeBlocksTest -->
            ```
            five
            ```
            <!-- not run: expensive -->
            ```
            six
            ```
            """;
        List<CodeBlock> blocks = CodeBlock.in("docs/page.md", page);
        List<String> found = new ArrayList<>();
        for (CodeBlock block : blocks) {
            found.add(problem(block, false).lines().findFirst().orElse(""));
        }
        assertEquals(
                List.of(
                        "has no mark before it",
                        "has a mark that is unknown, or one too many: <!-- runs -->",
                        "",
                        "is indented: put it between ``` and say what it is",
                        "is not in plugin-sdk/src/main/java:",
                        "",
                        "says not why it is not run"),
                found);
        CodeBlock three = blocks.get(2);
        assertEquals(List.of("cd x"), three.first());
        assertEquals("ends with 1", three.argument());
        assertEquals("./meridian three\n", three.text());
        assertEquals("docs/page.md:12", three.place());
    }

    @Test
    void shouldTellEachMarkToWhoeverContributes() throws IOException {
        String told = Files.readString(CodeBlock.REPOSITORY.resolve("CONTRIBUTING.md"));
        for (String word : Stream.concat(Stream.of(Kind.values()).map(Kind::word), Stream.of("first"))
                .collect(Collectors.toCollection(TreeSet::new))) {
            assertTrue(told.contains("`" + word), word + MARKS);
        }
    }
}
