package io.meridian.storage.timescale;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreConformance;
import io.meridian.storage.MarketStores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database without the extension does the same, and says what it does not do as well. */
@Tag("server")
final class PlainPostgresStoreTest extends MarketStoreConformance {
    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear(TestServer.PLAIN);
            made = true;
        }
        return MarketStores.named("timescaledb").open(TestServer.options(TestServer.PLAIN, false));
    }

    @Test
    void shouldSayThatTheExtensionIsNotThere() {
        try (MarketStore looked = MarketStores.named("timescaledb").open(TestServer.options(TestServer.PLAIN, true))) {
            String text = looked.description();
            assertTrue(text.contains("WITHOUT TimescaleDB") && text.contains("CREATE EXTENSION timescaledb"), text);
        }
    }
}
