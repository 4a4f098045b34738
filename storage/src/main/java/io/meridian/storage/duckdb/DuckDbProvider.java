package io.meridian.storage.duckdb;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreOptions;

/** Finds the embedded store. */
public final class DuckDbProvider implements MarketStoreProvider {
    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public String place(StoreOptions options) {
        if (options.folder() == null) {
            throw new StoreException("Where is the store to be? Name a folder: --dir DIR, or STORAGE_DIR.");
        }
        return options.folder().toString();
    }

    @Override
    public MarketStore open(StoreOptions options) {
        return DuckDbStore.open(options);
    }
}
