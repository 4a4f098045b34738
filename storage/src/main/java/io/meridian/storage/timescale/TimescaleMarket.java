package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.JdbcAsking;
import io.meridian.storage.market.MarketSource;

/** How a server is asked about market data, whether it has the extension or not. */
record TimescaleMarket(Session reading) implements MarketSource {
    @Override
    public String rows(DataKind kind) {
        String head = "SELECT " + Tables.columns(kind) + " FROM ";
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

    /** Arrays are compared from their first place on. */
    private static Edge edge(String function, String column) {
        String row = "(" + function + "(ARRAY[time, came, " + column + "]))";
        return new Edge(row + "[1]", row + "[2]", row + "[3]");
    }

    @Override
    public <T> T within(String what, Work<T> work) {
        return reading.within(what, connection -> work.on(new JdbcAsking(connection)));
    }
}
