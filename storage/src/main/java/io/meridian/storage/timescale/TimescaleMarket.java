package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.JdbcAsking;
import io.meridian.storage.market.MarketSource;
import io.meridian.storage.market.TradeMinutes;

/** How a server is asked about market data, whether it has the extension or not. */
record TimescaleMarket(Session reading) implements MarketSource {
    @Override
    public String rows(DataKind kind) {
        String head = "SELECT " + Tables.columns(kind) + " FROM ";
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

    @Override
    public String hours() {
        return TradeMinutes.HOURS;
    }

    /** Arrays are compared from their first place on. */
    private static Edge edge(String function, String time, String came, String column) {
        String row = "(" + function + "(ARRAY[" + time + ", " + came + ", " + column + "]))";
        return new Edge(row + "[1]", row + "[2]", row + "[3]");
    }

    @Override
    public <T> T within(String what, Work<T> work) {
        return reading.within(what, connection -> work.on(new JdbcAsking(connection)));
    }
}
