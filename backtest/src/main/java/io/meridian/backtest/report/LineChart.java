package io.meridian.backtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over time, drawn as SVG. A line is thinned to what its width can show: of each column of pixels its lowest, its highest and its last
 * point. The page's script reads values off the drawing, so it needs nothing beside it.
 */
final class LineChart {
    private static final int WIDTH = 960;
    private static final int LEFT = 84;
    private static final int RIGHT = 946;
    private static final int TOP = 10;

    /** How the value axis is labelled; the name is known to the page's script. */
    enum Unit {
        MONEY,
        PERCENT
    }

    private record Line(String name, String style, long[] timesNs, double[] values) {}

    private record Marks(String style, boolean up, long[] timesNs, double[] values) {}

    private final String name;
    private final Unit unit;
    private final int bottom;
    private final List<Line> lines = new ArrayList<>();
    private final List<Marks> marks = new ArrayList<>();
    private boolean filled;
    private long fromNs = Long.MAX_VALUE;
    private long toNs = Long.MIN_VALUE;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    /** @param name what a reader who does not see the chart is told that it is */
    LineChart(String name, Unit unit, int height) {
        this.name = name;
        this.unit = unit;
        this.bottom = TOP + height;
    }

    LineChart line(String lineName, String style, long[] timesNs, double[] values) {
        lines.add(new Line(lineName, style, timesNs, values));
        for (double value : values) {
            include(value);
        }
        if (timesNs.length > 0) {
            fromNs = Math.min(fromNs, timesNs[0]);
            toNs = Math.max(toNs, timesNs[timesNs.length - 1]);
        }
        return this;
    }

    LineChart marks(String style, boolean up, long[] timesNs, double[] values) {
        marks.add(new Marks(style, up, timesNs, values));
        for (int i = 0; i < values.length; i++) {
            include(values[i]);
            fromNs = Math.min(fromNs, timesNs[i]);
            toNs = Math.max(toNs, timesNs[i]);
        }
        return this;
    }

    /** Lets the axis reach a value. */
    LineChart include(double value) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        return this;
    }

    /** Fills the area between the first line and zero. */
    LineChart filled() {
        filled = true;
        return include(0);
    }

    Html draw() {
        if (fromNs >= toNs) {
            return new Html().element("p class=none", "There are not two points in time to draw a line between.");
        }
        boolean flat = !(high > low);
        double pad = flat ? Math.max(Math.abs(high) * 0.01, 1) : (high - low) * 0.04;
        low = low == 0 && !flat ? 0 : low - pad;
        high = high == 0 && !flat ? 0 : high + pad;
        Html out = new Html();
        out.raw("<figure class=chart tabindex=0><svg role=img viewBox=\"0 0 " + WIDTH + " " + (bottom + 26)
                + "\" data-unit=" + unit + " data-x=\"" + LEFT + " " + RIGHT + " " + fromNs / 1_000_000 + " "
                + toNs / 1_000_000 + "\" data-y=\"" + bottom + " " + TOP + " " + low + " " + high + "\" aria-label=\"");
        out.text(name + ". " + summary()).raw("\">");
        axes(out);
        for (Line line : lines) {
            path(out, line);
        }
        for (Marks each : marks) {
            triangles(out, each);
        }
        out.raw("<line class=cross y1=" + TOP + " y2=" + bottom + " />");
        out.raw("</svg><figcaption>");
        if (lines.size() + marks.size() > 1) {
            for (Line line : lines) {
                out.raw("<span class=key><i class=\"" + line.style + "\"></i>")
                        .text(line.name)
                        .raw("</span>");
            }
            for (Marks each : marks) {
                out.raw("<span class=key><b class=\"" + each.style + "\">" + (each.up ? "&#9650;" : "&#9660;") + "</b>"
                        + (each.up ? "bought" : "sold") + "</span>");
            }
        }
        return out.raw("<output aria-live=polite></output></figcaption></figure>");
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            for (double value : line.values) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
            text.append(line.name)
                    .append(" from ")
                    .append(label(line.values[0]))
                    .append(" to ")
                    .append(label(line.values[line.values.length - 1]))
                    .append(", lowest ")
                    .append(label(lowest))
                    .append(", highest ")
                    .append(label(highest))
                    .append(". ");
        }
        return text + "From " + Words.time(fromNs) + " to " + Words.time(toNs) + " UTC.";
    }

    private String label(double value) {
        return unit == Unit.PERCENT ? Words.percent(value) : Words.exact(significant(value));
    }

    /** To about the six digits that an axis can show. */
    private static BigDecimal significant(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        int digits = Math.max(0, 5 - (int) Math.floor(Math.log10(Math.abs(value))));
        return BigDecimal.valueOf(value).setScale(Math.min(8, digits), RoundingMode.HALF_EVEN);
    }

    private void axes(Html out) {
        for (double tick : Ticks.values(low, high)) {
            String y = number(y(tick));
            out.raw("<line class=\"" + (Math.abs(tick) < (high - low) * 1e-9 ? "grid zero" : "grid") + "\" x1=" + LEFT
                    + " x2=" + RIGHT + " y1=" + y + " y2=" + y + " /><text class=y x=" + (LEFT - 8) + " y=" + y + ">"
                    + label(tick) + "</text>");
        }
        for (Ticks.Tick tick : Ticks.times(fromNs, toNs)) {
            double x = x(tick.timeNs());
            if (x > LEFT + 12 && x < RIGHT - 12) {
                out.raw("<line class=grid x1=" + number(x) + " x2=" + number(x) + " y1=" + TOP + " y2=" + bottom
                        + " /><text class=x x=" + number(x) + " y=" + (bottom + 18) + ">" + tick.label() + "</text>");
            }
        }
    }

    private void path(Html out, Line line) {
        StringBuilder points = new StringBuilder();
        int begin = 0;
        while (begin < line.values.length) {
            int column = (int) x(line.timesNs[begin]);
            int lowest = begin;
            int highest = begin;
            int end = begin + 1;
            while (end < line.values.length && (int) x(line.timesNs[end]) == column) {
                lowest = line.values[end] < line.values[lowest] ? end : lowest;
                highest = line.values[end] > line.values[highest] ? end : highest;
                end++;
            }
            int first = Math.min(lowest, highest);
            int second = Math.max(lowest, highest);
            point(points, line, first);
            if (second > first) {
                point(points, line, second);
            }
            if (end - 1 > second) {
                point(points, line, end - 1);
            }
            begin = end;
        }
        String drawn = points.toString().trim();
        if (filled && line == lines.getFirst()) {
            String zero = number(y(0));
            out.raw("<path class=\"area " + line.style + "\" d=\"M" + number(x(line.timesNs[0])) + "," + zero + " "
                    + drawn + " " + number(x(line.timesNs[line.timesNs.length - 1])) + "," + zero + "z\"/>");
        }
        out.raw("<path class=\"line " + line.style + "\" data-name=\"")
                .text(line.name)
                .raw("\" d=\"M" + drawn + "\"/>");
    }

    private void point(StringBuilder points, Line line, int at) {
        points.append(number(x(line.timesNs[at])))
                .append(',')
                .append(number(y(line.values[at])))
                .append(' ');
    }

    private void triangles(Html out, Marks each) {
        StringBuilder path = new StringBuilder();
        String before = "";
        for (int i = 0; i < each.values.length; i++) {
            String at = Math.round(x(each.timesNs[i])) + "," + Math.round(y(each.values[i]));
            if (!at.equals(before)) {
                path.append('M').append(at).append(each.up ? "l5,9h-10z" : "l5,-9h-10z");
            }
            before = at;
        }
        out.raw("<path class=\"mark " + each.style + "\" d=\"" + path + "\"/>");
    }

    private double x(long timeNs) {
        return LEFT + (double) (timeNs - fromNs) / (toNs - fromNs) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return bottom - (value - low) / (high - low) * (bottom - TOP);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
