package io.meridian.storage.duckdb;

import io.meridian.storage.MarketStore;
import io.meridian.storage.RoundTripConformance;
import io.meridian.storage.StoreOptions;
import java.nio.file.Path;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 60)
final class RoundTripTest extends RoundTripConformance {
    @Override
    protected MarketStore open(Path folder) {
        return DuckDbStore.open(StoreOptions.in(folder, 64L << 20, false));
    }
}
