package io.meridian.platform.docs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what a file of protobuf declares, with its comments: those above a declaration, and those behind it in the line. It
 * reads the plain style of {@code sidecar.proto}, one declaration a line.
 */
final class ProtoReference {
    private static final Pattern RPC =
            Pattern.compile("rpc (\\w+)\\((stream )?(\\w+)\\) returns \\((stream )?(\\w+)\\);");
    private static final Pattern OPEN = Pattern.compile("(message|enum|oneof|service) (\\w+) \\{(})?");
    private static final Pattern FIELD = Pattern.compile("(repeated )?(map<[^>]+>|[\\w.]+) (\\w+) = (\\d+);");
    private static final Pattern VALUE = Pattern.compile("(\\w+) = (\\d+);");

    /** A message or enum, with the rows of its table. */
    private static final class Declared {
        private final String kind;
        private final String name;
        private final String comment;
        private final List<String> rows = new ArrayList<>();

        Declared(String kind, String name, String comment) {
            this.kind = kind;
            this.name = name;
            this.comment = comment;
        }
    }

    private final List<String> calls = new ArrayList<>();
    private final List<Object> found = new ArrayList<>();
    private final Deque<Declared> open = new ArrayDeque<>();
    private final List<String> comment = new ArrayList<>();
    private String introduction = "";
    private String choice = "";

    ProtoReference(String text) {
        for (String line : text.lines().toList()) {
            read(line.strip());
        }
    }

    private void read(String line) {
        if (line.startsWith("//")) {
            comment.add(line.substring(2).strip());
            return;
        }
        int slashes = line.indexOf("//");
        String code = (slashes < 0 ? line : line.substring(0, slashes)).strip();
        String behind = slashes < 0 ? "" : line.substring(slashes + 2).strip();
        Matcher opened = OPEN.matcher(code);
        Matcher call = RPC.matcher(code);
        Matcher field = FIELD.matcher(code);
        Matcher value = VALUE.matcher(code);
        if (code.isEmpty()) {
            // A comment with nothing right below it is about all that follows.
            if (!comment.isEmpty()) {
                found.add(above());
            }
        } else if (opened.matches()) {
            begin(opened.group(1), opened.group(2));
            if (opened.group(3) != null) {
                open.pop();
            }
        } else if (code.equals("}")) {
            if (choice.isEmpty()) {
                open.pop();
            }
            choice = "";
        } else if (call.matches()) {
            calls.add("| `" + call.group(1) + "` | " + streamed(call.group(2), call.group(3)) + " | "
                    + streamed(call.group(4), call.group(5)) + " | " + ContractFile.cell(above()) + " |");
        } else if (field.matches()) {
            String one = choice.isEmpty() ? "" : "one of `" + choice + "`";
            String meaning = one + (one.isEmpty() || behind.isEmpty() ? "" : "; ") + behind;
            open.element()
                    .rows
                    .add("| `" + field.group(3) + "` | " + field.group(4) + " | "
                            + (field.group(1) == null ? "" : "repeated ") + shown(nested(field.group(2))) + " | "
                            + ContractFile.cell(meaning) + " |");
        } else if (value.matches()) {
            open.element()
                    .rows
                    .add("| " + value.group(2) + " | `" + value.group(1) + "` | " + ContractFile.cell(behind) + " |");
        } else if (code.startsWith("syntax")) {
            introduction = above();
        }
    }

    private void begin(String kind, String name) {
        if (kind.equals("oneof")) {
            choice = name;
            return;
        }
        Declared around = open.peek();
        String whole = around == null ? name : around.name + "." + name;
        Declared declared = new Declared(kind, whole, above());
        if (!kind.equals("service")) {
            found.add(declared);
        }
        open.push(declared);
    }

    private String above() {
        String text = String.join("\n", comment);
        comment.clear();
        return text;
    }

    /** The whole name of a type that is declared within the message. */
    private String nested(String type) {
        String whole = open.element().name + "." + type;
        boolean isNested =
                found.stream().anyMatch(part -> part instanceof Declared declared && declared.name.equals(whole));
        return isNested ? whole : type;
    }

    private static String streamed(String stream, String type) {
        return (stream == null ? "" : "stream of ") + shown(type);
    }

    private static String shown(String type) {
        return Character.isUpperCase(type.charAt(0))
                ? "[" + type + "](#" + type.replace(".", "").toLowerCase(Locale.ROOT) + ")"
                : "`" + type + "`";
    }

    String introduction() {
        return introduction;
    }

    void calls(StringBuilder page) {
        page.append("| call | takes | gives | meaning |\n| --- | --- | --- | --- |\n");
        calls.forEach(call -> page.append(call).append('\n'));
    }

    void messages(StringBuilder page, String level) {
        for (Object part : found) {
            switch (part) {
                case String text -> page.append('\n').append(text).append('\n');
                case Declared declared -> {
                    page.append('\n')
                            .append(level)
                            .append(' ')
                            .append(declared.name)
                            .append('\n');
                    if (!declared.comment.isEmpty()) {
                        page.append('\n').append(declared.comment).append('\n');
                    }
                    page.append('\n');
                    if (declared.rows.isEmpty()) {
                        page.append("Has no fields.\n");
                    } else {
                        page.append(
                                declared.kind.equals("enum")
                                        ? "| number | name | meaning |\n| --- | --- | --- |\n"
                                        : "| field | number | type | meaning |\n| --- | --- | --- | --- |\n");
                        declared.rows.forEach(row -> page.append(row).append('\n'));
                    }
                }
                default -> throw new IllegalStateException(part.toString());
            }
        }
    }
}
