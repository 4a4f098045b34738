package io.meridian.storage.duckdb;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.StoreOptions;

/** Finds the embedded store. */
public final class DuckDbProvider implements MarketStoreProvider {
    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public MarketStore open(StoreOptions options) {
        return DuckDbStore.open(options);
    }
}
