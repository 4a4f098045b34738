package io.meridian.storage.timescale;

import io.meridian.storage.MarketStore;
import io.meridian.storage.RoundTripConformance;
import java.nio.file.Path;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

@Tag("server")
@PropertyDefaults(tries = 15)
final class TimescaleRoundTripTest extends RoundTripConformance {
    @Override
    protected MarketStore open(Path folder) {
        TestServer.clear(TestServer.PLAIN);
        return TimescaleStore.open(TestServer.options(TestServer.PLAIN, false));
    }
}
