package io.meridian.backtest.sweep;

import io.meridian.backtest.statistics.Figures;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figure by which runs are ranked. Its name is that of its field in the JSON report. */
public enum RankBy {
    SHARPE("Sharpe ratio", true, Figures::sharpe),
    SORTINO("Sortino ratio", true, Figures::sortino),
    CALMAR("Calmar ratio", true, Figures::calmar),
    TOTAL_RETURN("Total return", true, Figures::totalReturn),
    ANNUAL_GROWTH("Annual growth", true, Figures::annualGrowth),
    DRAWDOWN("Deepest drawdown", false, Figures::drawdown),
    VOLATILITY("Volatility", false, Figures::volatility),
    WIN_RATE("Win rate", true, Figures::winRate),
    PROFIT_FACTOR("Profit factor", true, Figures::profitFactor),
    MEAN_TRADE("Profit of a round trip", true, Figures::meanTrade);

    private final String title;
    private final boolean higherIsBetter;
    private final ToDoubleFunction<Figures> value;

    RankBy(String title, boolean higherIsBetter, ToDoubleFunction<Figures> value) {
        this.title = title;
        this.higherIsBetter = higherIsBetter;
        this.value = value;
    }

    /** @throws IllegalArgumentException naming all there are, when there is none of that name */
    public static RankBy of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.field().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("figure=" + name + " is none to rank by. There are "
                        + Arrays.stream(values()).map(RankBy::field).collect(Collectors.joining(", ")) + "."));
    }

    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public double value(Figures figures) {
        return value.applyAsDouble(figures);
    }

    /** The better first; what is not defined last. */
    int compare(Figures one, Figures other) {
        double left = value(one);
        double right = value(other);
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        return higherIsBetter ? Double.compare(right, left) : Double.compare(left, right);
    }
}
