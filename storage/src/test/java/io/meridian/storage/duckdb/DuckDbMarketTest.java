package io.meridian.storage.duckdb;

import io.meridian.storage.MarketReadsConformance;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreOptions;

final class DuckDbMarketTest extends MarketReadsConformance {
    @Override
    protected MarketStore open() {
        return DuckDbStore.open(StoreOptions.in(folder.resolve("store"), 64L << 20, false));
    }
}
