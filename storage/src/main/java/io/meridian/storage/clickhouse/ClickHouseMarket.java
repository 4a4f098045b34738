package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.MarketSource;
import io.meridian.storage.market.TradeMinutes;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** How a server is asked about market data. */
record ClickHouseMarket(Database database) implements MarketSource {
    @Override
    public String rows(DataKind kind) {
        String head = Tables.columns(kind).stream().collect(Collectors.joining(", ", "SELECT ", " FROM "));
        return "(" + head + Tables.name(kind) + " UNION ALL " + head + Tables.imported(kind) + ")";
    }

    @Override
    public Edge first(String time, String came, String column) {
        return edge("min", time, came, column);
    }

    @Override
    public Edge last(String time, String came, String column) {
        return edge("max", time, came, column);
    }

    /** Of the rows of an hour the one that came last counts. */
    @Override
    public String hours() {
        return "(SELECT hour, rolled FROM " + TradeMinutes.HOURS + " FINAL)";
    }

    /** Of an hour that was summed up again only the last time counts. */
    @Override
    public String minutes() {
        return "(SELECT " + TradeMinutes.COLUMNS + " FROM " + TradeMinutes.TABLE
                + " WHERE (hour, change) IN (SELECT hour," + " change FROM " + TradeMinutes.HOURS
                + " FINAL WHERE rolled = 1))";
    }

    private static Edge edge(String function, String time, String came, String column) {
        String order = ", (" + time + ", " + came + "))";
        String head = "arg" + Character.toUpperCase(function.charAt(0)) + function.substring(1) + "(";
        return new Edge(function + "(" + time + ")", head + came + order, head + column + order);
    }

    /** The server's own sum of whole numbers begins again below 0 when it gets too large. */
    @Override
    public String sum(String column) {
        return "sum(toInt128(" + column + "))";
    }

    @Override
    public <T> T within(String what, Work<T> work) {
        try {
            return work.on((sql, values) -> new TextAnswer(database, what, sql, values));
        } catch (SQLException failed) {
            throw new IllegalStateException("nothing here is asked by a connection", failed);
        }
    }
}
