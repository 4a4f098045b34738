package io.meridian.storage.clickhouse;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.StoreOptions;

/** Finds the store on a ClickHouse server. */
public final class ClickHouseProvider implements MarketStoreProvider {
    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public String place(StoreOptions options) {
        return Address.of(options.server()).toString();
    }

    @Override
    public MarketStore open(StoreOptions options) {
        return ClickHouseStore.open(options);
    }
}
