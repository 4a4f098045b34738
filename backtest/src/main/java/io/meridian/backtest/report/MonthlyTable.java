package io.meridian.backtest.report;

import io.meridian.backtest.statistics.EquityCurve;
import io.meridian.backtest.statistics.MonthlyReturns;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.SortedMap;

/** The return of each month, a row a year. The colour says the sign and the size, and so does the text. */
final class MonthlyTable {
    /** A month that made or lost this much has the full colour. */
    private static final double FULL = 0.10;

    private MonthlyTable() {}

    static Html of(EquityCurve curve) {
        SortedMap<YearMonth, Double> returns = MonthlyReturns.of(curve);
        Html out = new Html().raw("<div class=wide><table class=heat>").element("caption", "Return of each month");
        out.raw("<thead><tr>").element("th scope=col", "Year");
        for (Month month : Month.values()) {
            out.element("th scope=col class=n", month.getDisplayName(TextStyle.SHORT, Locale.ROOT));
        }
        out.element("th scope=col class=n", "Whole year").raw("</tr></thead><tbody>");
        for (int year = returns.firstKey().getYear(); year <= returns.lastKey().getYear(); year++) {
            row(out, year, returns);
        }
        return out.raw("</tbody></table></div>");
    }

    private static void row(Html out, int year, SortedMap<YearMonth, Double> returns) {
        out.raw("<tr>").element("th scope=row", Integer.toString(year));
        double compounded = 1;
        for (Month month : Month.values()) {
            Double value = returns.get(YearMonth.of(year, month));
            cell(out, value);
            compounded *= value == null ? 1 : 1 + value;
        }
        cell(out, compounded - 1);
        out.raw("</tr>");
    }

    private static void cell(Html out, Double value) {
        if (value == null) {
            out.raw("<td></td>");
            return;
        }
        out.raw(Heat.cell(value / FULL)).text(Words.percent(value)).raw("</td>");
    }
}
