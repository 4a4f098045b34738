package io.meridian.platform.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a page, with what the comment before it says of it.
 *
 * @param first commands that come before it and that the page does not show
 * @param kind null where the page says none that is known
 * @param wrong what the page says instead, as a person should read it
 */
record CodeBlock(
        String page,
        int line,
        String language,
        List<String> first,
        Kind kind,
        String argument,
        String text,
        String wrong) {
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private static final Pattern FENCE = Pattern.compile("\\s*```\\s*(\\S*).*");
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*?)(?:: (.*))? -->");
    private static final Pattern LIST = Pattern.compile("\\s*([-*]|\\d+\\.) .*");

    enum Kind {
        RUN,
        SHOWS,
        FILE,
        ADD,
        IN,
        TESTED,
        NOT_RUN;

        private static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            return null;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    String place() {
        return page + ":" + line;
    }

    /** The README, then the tutorials, then all others. */
    static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>(List.of("README.md"));
        for (String folder : List.of("docs/tutorials", "docs")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(folder))) {
                files.map(file -> REPOSITORY.relativize(file).toString())
                        .filter(file -> file.endsWith(".md") && !pages.contains(file))
                        .sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    static List<CodeBlock> of(String page) throws IOException {
        return in(page, Files.readString(REPOSITORY.resolve(page)));
    }

    static List<CodeBlock> in(String page, String markdown) {
        List<CodeBlock> blocks = new ArrayList<>();
        List<String> lines = markdown.lines().toList();
        List<String> comments = new ArrayList<>();
        String paragraph = "";
        boolean isBlank = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                int begin = i + 1;
                do {
                    i++;
                } while (i < lines.size() && !FENCE.matcher(lines.get(i)).matches());
                String text = String.join("\n", lines.subList(begin, i)) + "\n";
                blocks.add(marked(page, begin, fence.group(1), comments, text));
                comments.clear();
            } else if (COMMENT.matcher(line).matches()) {
                comments.add(line);
            } else if (!line.isBlank()) {
                if (isBlank
                        && line.startsWith("    ")
                        && !LIST.matcher(paragraph).matches()) {
                    blocks.add(unmarked(page, i + 1, line, "is indented: put it between ``` and say what it is"));
                }
                comments.clear();
                paragraph = isBlank ? line : paragraph;
            }
            isBlank = line.isBlank();
        }
        return blocks;
    }

    private static CodeBlock unmarked(String page, int line, String text, String wrong) {
        return new CodeBlock(page, line, "", List.of(), null, "", text, wrong);
    }

    private static CodeBlock marked(String page, int line, String language, List<String> comments, String text) {
        List<String> first = new ArrayList<>();
        Kind kind = null;
        String argument = "";
        for (String comment : comments) {
            Matcher parts = COMMENT.matcher(comment);
            if (!parts.matches()) {
                throw new IllegalStateException(comment);
            }
            String value = parts.group(2) == null ? "" : parts.group(2);
            if (parts.group(1).equals("first")) {
                first.add(value);
            } else if (kind != null || Kind.of(parts.group(1)) == null) {
                return unmarked(page, line, text, "has a mark that is unknown, or one too many: " + comment);
            } else {
                kind = Kind.of(parts.group(1));
                argument = value;
            }
        }
        String wrong = kind == null ? "has no mark before it" : "";
        return new CodeBlock(page, line, language, List.copyOf(first), kind, argument, text, wrong);
    }
}
