package io.meridian.storage.timescale;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.StoreOptions;

/** Finds the store on a PostgreSQL server. */
public final class TimescaleProvider implements MarketStoreProvider {
    @Override
    public String name() {
        return "timescaledb";
    }

    @Override
    public String place(StoreOptions options) {
        return Address.of(options.server()).place();
    }

    @Override
    public MarketStore open(StoreOptions options) {
        return TimescaleStore.open(options);
    }
}
