package io.meridian.platform.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Lines below heads, for a person. */
public final class ShownTable {
    private final List<List<String>> lines = new ArrayList<>();
    private final List<Boolean> numbers = new ArrayList<>();

    public ShownTable() {
        lines.add(new ArrayList<>());
    }

    /** @param number whether it stands to the right */
    public ShownTable column(String head, boolean number) {
        lines.getFirst().add(head);
        numbers.add(number);
        return this;
    }

    public ShownTable text(String... heads) {
        for (String head : heads) {
            column(head, false);
        }
        return this;
    }

    public ShownTable numbers(String... heads) {
        for (String head : heads) {
            column(head, true);
        }
        return this;
    }

    /** One for each column; null: there is none. */
    public void add(List<?> cells) {
        lines.add(
                cells.stream().map(cell -> cell == null ? "-" : cell.toString()).toList());
    }

    public static Instant time(long ns) {
        return Instant.ofEpochSecond(0, ns);
    }

    /** To the thousandth of a second: all of it is in the JSON. */
    public static String shortTime(long ns) {
        return time(ns).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public void print(PrintWriter out) {
        int[] widths = new int[numbers.size()];
        for (List<String> line : lines) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String cell = line.get(c);
                String room = " ".repeat(widths[c] - cell.length());
                text.append(c == 0 ? "" : "  ").append(numbers.get(c) ? room + cell : cell + room);
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
