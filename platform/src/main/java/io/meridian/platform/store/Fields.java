package io.meridian.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Questions and answers on the bus: lines of fields, a tab between two, in UTF-8. The first line of an answer is {@code ok}, or {@code failed} and
 * what a person should know.
 */
record Fields(List<List<String>> lines) {
    private static final String OK = "ok";
    private static final String FAILED = "failed";

    Fields {
        lines = List.copyOf(lines);
    }

    static Fields ok(List<List<String>> data) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(OK));
        lines.addAll(data);
        return new Fields(lines);
    }

    static Fields failed(String why) {
        return new Fields(List.of(List.of(FAILED, why)));
    }

    boolean isOk() {
        return lines.getFirst().getFirst().equals(OK);
    }

    /** Why it failed. */
    String why() {
        return lines.getFirst().getLast();
    }

    /** What follows the first line of an answer. */
    List<List<String>> data() {
        return lines.subList(1, lines.size());
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                text.append(i == 0 ? "" : "\t").append(escaped(line.get(i)));
            }
            text.append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    static Fields decode(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        List<List<String>> lines = new ArrayList<>();
        String text = new String(bytes, UTF_8);
        for (String line : text.substring(0, Math.max(0, text.length() - 1)).split("\n", -1)) {
            List<String> fields = new ArrayList<>();
            for (String field : line.split("\t", -1)) {
                fields.add(plain(field));
            }
            lines.add(fields);
        }
        return new Fields(lines);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                c = next == 't' ? '\t' : next == 'n' ? '\n' : next;
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
