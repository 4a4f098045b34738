package io.meridian.storage.clickhouse;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreConformance;
import io.meridian.storage.MarketStores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

@Tag("server")
@Timeout(120)
final class ClickHouseStoreTest extends MarketStoreConformance {
    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear();
            made = true;
        }
        return MarketStores.named("clickhouse").open(TestServer.options(false));
    }
}
