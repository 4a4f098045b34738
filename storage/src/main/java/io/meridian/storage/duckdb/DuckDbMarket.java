package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.market.MarketSource;
import org.duckdb.DuckDBConnection;

/** How this engine is asked about market data. */
record DuckDbMarket(DuckDBConnection reading) implements MarketSource {
    @Override
    public String rows(DataKind kind) {
        return Table.name(kind);
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
        String row = "(" + function + "({'t': time, 'c': came, 'v': " + column + "}))";
        return new Edge(row + ".t", row + ".c", row + ".v");
    }

    @Override
    public <T> T within(String what, Work<T> work) {
        return DuckDbStore.within(reading, what, statement -> work.on(reading));
    }
}
