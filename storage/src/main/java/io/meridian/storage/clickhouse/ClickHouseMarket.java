package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.MarketSource;
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
    public Edge first(String column) {
        return edge("min", column);
    }

    @Override
    public Edge last(String column) {
        return edge("max", column);
    }

    private static Edge edge(String function, String column) {
        String order = ", (time, came))";
        String head = "arg" + Character.toUpperCase(function.charAt(0)) + function.substring(1) + "(";
        return new Edge(function + "(time)", head + "came" + order, head + column + order);
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
