package io.meridian.storage.clickhouse;

import io.meridian.storage.MarketReadsConformance;
import io.meridian.storage.MarketStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

@Tag("server")
@Timeout(180)
final class ClickHouseMarketTest extends MarketReadsConformance {
    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear();
            made = true;
        }
        return ClickHouseStore.open(TestServer.options(false));
    }
}
