package io.meridian.backtest.report;

/** The colour of a table's cell: blue above zero, orange below, which the colour-blind can tell apart, and pale enough to read the text on. */
final class Heat {
    private Heat() {}

    /** The beginning of a cell. @param strength from -1 to 1; what is beyond counts as that, what is no number has no colour */
    static String cell(double strength) {
        if (!(Math.abs(strength) > 0.005)) {
            return "<td class=n>";
        }
        long percent = Math.round(Math.min(1, Math.abs(strength)) * 100);
        return "<td class=\"n " + (strength > 0 ? "gain" : "loss") + "\" style=\"--h:" + percent + "\">";
    }
}
