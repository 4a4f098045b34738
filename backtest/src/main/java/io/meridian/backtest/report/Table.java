package io.meridian.backtest.report;

import java.util.List;

/** A table of texts. A heading that begins with {@code #} is of a column of numbers, which stand to the right. */
final class Table {
    private final Html out = new Html();
    private final List<String> headings;
    private final boolean[] numbers;

    /** @param sortable whether a click on a heading sorts it */
    Table(String caption, boolean sortable, List<String> headings) {
        this.headings = headings;
        this.numbers = new boolean[headings.size()];
        out.raw("<div class=wide><table" + (sortable ? " class=sortable" : "") + ">")
                .element("caption", caption);
        out.raw("<thead><tr>");
        for (int i = 0; i < headings.size(); i++) {
            numbers[i] = headings.get(i).startsWith("#");
            out.raw(numbers[i] ? "<th scope=col class=n>" : "<th scope=col>")
                    .text(headings.get(i).substring(numbers[i] ? 1 : 0))
                    .raw("</th>");
        }
        out.raw("</tr></thead><tbody>");
    }

    Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("cells=" + cells.length + " headings=" + headings.size());
        }
        out.raw("<tr>");
        for (int i = 0; i < cells.length; i++) {
            out.raw(numbers[i] ? "<td class=n>" : "<td>").text(cells[i]);
        }
        out.raw("</tr>");
        return this;
    }

    Html end() {
        return out.raw("</tbody></table></div>");
    }
}
