package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import java.sql.SQLException;

/** What an engine has to say to be asked in SQL about market data. The rest of the SQL is understood by all of them. */
public interface MarketSource {
    /** Work of one transaction of the thread that reads. */
    interface Work<T> {
        T on(Asking asking) throws SQLException;
    }

    /** The first or last row of a group, by time and coming: expressions of its time, its number of coming, and a whole number of it. */
    record Edge(String time, String came, String value) {}

    /**
     * What stands after FROM for all rows of a kind, those that were imported with them: a table, or a query in brackets. Its columns are called {@code came},
     * {@code time}, {@code venue}, {@code symbol}, {@code currency}, {@code source}, {@code sequence}, {@code id} of trades, {@code period} of bars, and as the fields of the kind, each with a
     * {@code _scale}.
     */
    String rows(DataKind kind);

    /** The first row of a group, by these columns of its time and coming. @param column the whole number of it that is wanted */
    Edge first(String time, String came, String column);

    /** The last row of a group. */
    Edge last(String time, String came, String column);

    /** What stands after FROM for the columns {@code hour} and {@code rolled} of {@link TradeMinutes#HOURS}; null: this engine has no such minutes. */
    default String hours() {
        return null;
    }

    /** What stands after FROM for the columns of {@link TradeMinutes#TABLE}, where there are such minutes. */
    default String minutes() {
        return TradeMinutes.TABLE;
    }

    /** A text that all rows of a group have; where they do not, one of them. */
    default String any(String column) {
        return "max(" + column + ")";
    }

    /** The sum of whole numbers, however large it gets. */
    default String sum(String column) {
        return "sum(" + column + ")";
    }

    /** @param what is done, for who reads of a failure */
    <T> T within(String what, Work<T> work);
}
