package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.JdbcAsking;
import io.meridian.storage.market.MarketSource;
import org.duckdb.DuckDBConnection;

/** How this engine is asked about market data. */
record DuckDbMarket(DuckDBConnection reading) implements MarketSource {
    @Override
    public String rows(DataKind kind) {
        return Table.name(kind);
    }

    @Override
    public Edge first(String time, String came, String column) {
        return edge("min", time, came, column);
    }

    @Override
    public Edge last(String time, String came, String column) {
        return edge("max", time, came, column);
    }

    /** A number for both time and coming is compared twice as fast as the two together. */
    private static Edge edge(String function, String time, String came, String column) {
        String order = ", " + time + "::HUGEINT * 9223372036854775808 + " + came + ")";
        return new Edge(
                function + "(" + time + ")",
                "arg_" + function + "(" + came + order,
                "arg_" + function + "(" + column + order);
    }

    @Override
    public String any(String column) {
        return "any_value(" + column + ")";
    }

    @Override
    public <T> T within(String what, Work<T> work) {
        return DuckDbStore.within(reading, what, statement -> work.on(new JdbcAsking(reading)));
    }
}
