package io.meridian.storage.clickhouse;

import io.meridian.storage.MarketStore;
import io.meridian.storage.RoundTripConformance;
import java.nio.file.Path;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

@Tag("server")
@PropertyDefaults(tries = 15)
final class ClickHouseRoundTripTest extends RoundTripConformance {
    @Override
    protected MarketStore open(Path folder) {
        TestServer.clear();
        return ClickHouseStore.open(TestServer.options(false));
    }
}
