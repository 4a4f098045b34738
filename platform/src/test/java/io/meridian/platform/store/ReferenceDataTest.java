package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.storage.MarketStore;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instruments and calendars through the service into a real store, on the in-memory bus. */
final class ReferenceDataTest {
    @TempDir
    private Path folder;

    /** How many messages the last run refused. */
    private long refused;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings = Settings.reader(PlatformSettings.schemas())
            .values(Map.of(
                    "bus.backend", "memory",
                    "memory.space", "references-" + UUID.randomUUID(),
                    "storage.memory", "64m"))
            .read();

    /** Runs the service while something is told, until so many rows of it are stored and what was told behind it, too. */
    private void whileStored(int rows, Consumer<StoreRig> tell) {
        Bus bus = Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
        StoreService store =
                StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
        try (StoreRig rig = new StoreRig(settings)) {
            tell.accept(rig);
            rig.fill("alpha", "t" + UUID.randomUUID());
            StoreRig.until(
                    store, log, rows + " rows", () -> store.figures().traded.get() == rows + 1);
            refused = store.figures().refused.get();
        } finally {
            store.onClose();
            bus.close();
        }
    }

    private List<TradingRow> stored(TradingTable table) {
        try (MarketStore opened = StorePlace.open(settings, folder.resolve("store"), true)) {
            return opened.trading()
                    .history(TradingQuery.all(table), Long.MAX_VALUE, 100)
                    .reversed();
        }
    }

    @Test
    void shouldStoreAnInstrumentEachTimeThatItChangesAlsoFromOneRunToTheNext() {
        whileStored(2, rig -> {
            rig.instrument("AAPL", 1);
            rig.instrument("AAPL", 1);
            rig.instrument("AAPL", 5);
            rig.instrument("AAPL", 5);
        });
        whileStored(2, rig -> {
            rig.instrument("AAPL", 5);
            rig.instrument("AAPL", 2);
            rig.instrument("MSFT", 1);
        });
        assertEquals(
                List.of("AAPL 0.01", "AAPL 0.05", "AAPL 0.02", "MSFT 0.01"),
                stored(TradingTable.INSTRUMENTS).stream()
                        .map(row -> row.text("symbol") + " " + row.decimal("tick_size"))
                        .toList());
        TradingRow last = stored(TradingTable.INSTRUMENTS).getLast();
        assertEquals(
                List.of("XNAS", "MSFT", "", "Share of MSFT", "EQUITY", "USD"),
                last.values().subList(2, 8));
    }

    @Test
    void shouldStoreTheDaysOnWhichNothingSettlesAndNoneOfAnotherVenueThanTheTopics() {
        whileStored(4, rig -> {
            rig.calendar("platform.oms.calendar.XNAS", "XNAS", 20261225, 20270101);
            rig.calendar("platform.oms.calendar.XNYS", "XNAS", 20260704);
            rig.calendar("platform.oms.calendar.XNYS", "XNYS", 20260231);
            rig.calendar("platform.oms.calendar.XTAE", "XTAE");
        });
        assertEquals(
                List.of("XNAS:FRIDAY SATURDAY:", "XNAS::2026-12-25", "XNAS::2027-01-01", "XTAE:FRIDAY SATURDAY:"),
                stored(TradingTable.CALENDARS).stream()
                        .map(row -> row.text("venue") + ":" + row.text("weekend") + ":" + row.text("closed_on"))
                        .toList());
        assertEquals(2, refused);
    }
}
