package io.meridian.storage.timescale;

import io.meridian.storage.MarketReadsConformance;
import io.meridian.storage.MarketStore;
import org.junit.jupiter.api.Tag;

@Tag("server")
final class TimescaleMarketTest extends MarketReadsConformance {
    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear(TestServer.WITH_EXTENSION);
            made = true;
        }
        return TimescaleStore.open(TestServer.options(TestServer.WITH_EXTENSION, false));
    }
}
