package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.platform.Alone;
import io.meridian.platform.docs.CodeBlock.Kind;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what the pages tell to type, page by page, beside one stack. What a page says of its blocks, {@link CodeBlocksTest} checks. */
@Tag("server")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class PageCommandsSystemTest {
    private static final String COMMAND = "./launch_dev.sh";
    /** On the engine that is the lightest to start, with a market that leaves the processors to the commands. */
    private static final String LIGHTER = "BUS_BACKEND=nats ./launch_dev.sh --rate 500";

    private static final Pattern SOURCE_LINE = Pattern.compile("(\\S+) after (.+)");

    @TempDir
    private static Path scratch;

    private static Path home;
    private static PageShell stack;

    static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>();
        for (String page : CodeBlock.pages()) {
            if (CodeBlock.of(page).stream().anyMatch(block -> block.kind() == Kind.RUN)) {
                pages.add(page);
            }
        }
        return pages;
    }

    @BeforeAll
    @Timeout(value = 200, unit = TimeUnit.SECONDS)
    static void startTheStack() throws Exception {
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, () -> missing);
        home = Files.createDirectories(scratch.resolve("meridian"));
        PageShell.install(home);
        stack = new PageShell(home, scratch.resolve("stack"));
        List<CodeBlock> starts = CodeBlock.of("README.md").stream()
                .filter(PageCommandsSystemTest::isTheStack)
                .toList();
        assertEquals(1, starts.size(), "blocks of the README that start the stack");
        stack.runUntil("/v1/targets", starts.getFirst().text().replace(COMMAND, LIGHTER));
    }

    @AfterAll
    @Timeout(value = 200, unit = TimeUnit.SECONDS)
    static void leaveNothing() throws Exception {
        if (stack == null) {
            return;
        }
        stack.run("./launch_dev.sh down", 0);
        stack.close();
        PageShell.uninstall(home);
        String ours = scratch.toString();
        List<String> left = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(ours))
                .toList();
        assertEquals(List.of(), left);
    }

    private static boolean isTheStack(CodeBlock block) {
        return block.kind() == Kind.RUN && block.argument().equals("stack");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldDoWhatThePageTells(String page) throws Exception {
        PageShell shell = new PageShell(home, scratch.resolve(page.replaceAll("[/.]", "-")));
        try {
            for (CodeBlock block : CodeBlock.of(page)) {
                follow(block, shell);
            }
        } finally {
            shell.close();
        }
    }

    private static void follow(CodeBlock block, PageShell shell) throws Exception {
        try {
            for (String command : block.first()) {
                shell.run(command, 0);
            }
            switch (block.kind()) {
                case RUN -> run(block, shell);
                case SHOWS -> assertShown(block, shell.output());
                case FILE -> Files.writeString(shell.folder().resolve(block.argument()), block.text());
                case ADD -> add(block, shell.folder());
                case IN, TESTED, NOT_RUN -> {}
            }
        } catch (AssertionError wrong) {
            throw new AssertionError(block.place() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void run(CodeBlock block, PageShell shell) throws Exception {
        String argument = block.argument();
        if (isTheStack(block)) {
            // It runs already, as the README starts it.
            assertTrue(new StackFolder(home.resolve(".run"), "dev").isRunning(), "the stack has ended");
            shell.lookAt(stack);
        } else if (argument.startsWith("until ")) {
            shell.runUntil(argument.substring("until ".length()), block.text());
        } else {
            shell.run(block.text(), argument.isEmpty() ? 0 : Integer.parseInt(argument.replaceAll("\\D", "")));
        }
    }

    private static void add(CodeBlock block, Path folder) throws IOException {
        Matcher where = SOURCE_LINE.matcher(block.argument());
        assertTrue(where.matches(), block.argument());
        Path file = folder.resolve(where.group(1));
        List<String> lines = new ArrayList<>(Files.readString(file).lines().toList());
        List<String> stripped = lines.stream().map(String::strip).toList();
        int line = stripped.indexOf(where.group(2));
        assertTrue(line >= 0, () -> file + " has no line " + where.group(2));
        lines.addAll(line + 1, block.text().lines().toList());
        Files.write(file, lines);
    }

    /** Each line is among the output's, in this order. Numbers may be others, and three dots stand for anything. */
    private static void assertShown(CodeBlock block, String output) {
        List<String> said = output.lines().map(PageCommandsSystemTest::dense).toList();
        int next = 0;
        for (String line : block.text().lines().filter(each -> !each.isBlank()).toList()) {
            Pattern wanted = pattern(dense(line));
            while (next < said.size() && !wanted.matcher(said.get(next)).matches()) {
                next++;
            }
            assertTrue(
                    next < said.size(), () -> "nothing like this, or not in this place: " + line + "\nin:\n" + output);
            next++;
        }
    }

    private static String dense(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    private static Pattern pattern(String line) {
        StringBuilder pattern = new StringBuilder();
        Matcher variable = Pattern.compile("\\.\\.\\.|\\d+([.,]\\d+)*").matcher(line);
        int end = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(line.substring(end, variable.start())));
            pattern.append(variable.group().equals("...") ? ".*" : "[\\d.,]+");
            end = variable.end();
        }
        return Pattern.compile(pattern + Pattern.quote(line.substring(end)));
    }
}
