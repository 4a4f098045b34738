package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That links between the pages lead somewhere, and that whoever begins at the index finds every page. */
final class PageLinksTest {
    private static final Path INDEX = Path.of("docs/README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^\\s*```.*?^\\s*```\\s*$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    /** Where a link leads. @param part of the page, or empty for all of it */
    private record Target(Path file, String part) {}

    @Test
    void shouldLeadSomewhereWithEachLink() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : all()) {
            for (Target target : targets(page, text(page))) {
                String wrong = wrong(target);
                if (!wrong.isEmpty()) {
                    dead.add(page + ": " + wrong);
                }
            }
        }
        assertEquals("", String.join("\n", dead));
    }

    /** Each page is in the index, or in a page that is; a folder there stands for all that it has. */
    @Test
    void shouldLeadToEachPageFromTheIndex() throws IOException {
        Set<Path> found = linked(INDEX);
        for (Path page : List.copyOf(found)) {
            found.addAll(linked(page));
        }
        found.add(INDEX);
        Set<Path> lost = new TreeSet<>(pages(Path.of("docs")));
        lost.removeAll(found);
        assertEquals(Set.of(), lost, "pages that neither " + INDEX + " nor a page that it names links to");
    }

    @Test
    void shouldNameEachPageOnceInTheIndex() throws IOException {
        Set<Path> named = new HashSet<>();
        for (Target target : targets(INDEX, text(INDEX))) {
            if (target.part().isEmpty()) {
                assertTrue(named.add(target.file()), () -> INDEX + " names " + target.file() + " twice");
            }
        }
        assertFalse(named.isEmpty());
    }

    @Test
    void shouldFindWhatIsDead() throws IOException {
        String page = """
            [there](../README.md#write-a-plugin), [no file](gone.md), [no part](../README.md#gone), [a folder](decisions),
            [of two
            lines](gone/too.md), `[code](not-a-link.md)`, [elsewhere](https://example.com/gone)
            ```
            [in a block](not-a-link.md)
            ```
            [here](#gone)
            """;
        List<String> wrong = new ArrayList<>();
        for (Target target : targets(INDEX, page)) {
            wrong.add(wrong(target));
        }
        assertEquals(
                List.of(
                        "",
                        "there is no docs/gone.md",
                        "README.md has no part #gone",
                        "",
                        "there is no docs/gone/too.md",
                        "docs/README.md has no part #gone"),
                wrong);
    }

    /** What people read; not what is built, nor what others made. */
    private static Set<Path> all() throws IOException {
        Set<Path> all = new TreeSet<>();
        for (String top : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
            all.add(Path.of(top));
        }
        for (String folder : List.of("docs", "monitoring", "plugins", "examples")) {
            all.addAll(pages(Path.of(folder)));
        }
        return all;
    }

    private static Set<Path> pages(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(CodeBlock.REPOSITORY.resolve(folder))) {
            return new TreeSet<>(files.map(CodeBlock.REPOSITORY::relativize)
                    .filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("/target/"))
                    .toList());
        }
    }

    private static Set<Path> linked(Path page) throws IOException {
        Set<Path> linked = new TreeSet<>();
        for (Target target : page.toString().endsWith(".md") ? targets(page, text(page)) : List.<Target>of()) {
            if (Files.isDirectory(CodeBlock.REPOSITORY.resolve(target.file()))) {
                linked.addAll(pages(target.file()));
            } else {
                linked.add(target.file());
            }
        }
        return linked;
    }

    private static List<Target> targets(Path page, String text) {
        String prose = CODE.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("");
        List<Target> targets = new ArrayList<>();
        for (MatchResult link : LINK.matcher(prose).results().toList()) {
            String written = link.group(1);
            if (!ELSEWHERE.matcher(written).matches()) {
                int hash = written.indexOf('#');
                String file = hash < 0 ? written : written.substring(0, hash);
                targets.add(new Target(
                        file.isEmpty() ? page : page.resolveSibling(file).normalize(),
                        hash < 0 ? "" : written.substring(hash + 1)));
            }
        }
        return targets;
    }

    private static String wrong(Target target) throws IOException {
        if (!Files.exists(CodeBlock.REPOSITORY.resolve(target.file()))) {
            return "there is no " + target.file();
        }
        return target.part().isEmpty() || parts(text(target.file())).contains(target.part())
                ? ""
                : target.file() + " has no part #" + target.part();
    }

    /** The names of a page's headings, as GitHub and others make them. */
    private static Set<String> parts(String text) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> parts = new HashSet<>();
        for (MatchResult heading :
                HEADING.matcher(BLOCK.matcher(text).replaceAll("")).results().toList()) {
            String name = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = times.merge(name, 1, Integer::sum) - 1;
            parts.add(before == 0 ? name : name + "-" + before);
        }
        return parts;
    }

    private static String text(Path page) throws IOException {
        return Files.readString(CodeBlock.REPOSITORY.resolve(page));
    }
}
