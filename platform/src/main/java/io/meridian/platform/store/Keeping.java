package io.meridian.platform.store;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.marketfiles.DataKind;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.storage.Retention;
import io.meridian.storage.trading.TradingTable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long the settings say that is kept what comes. */
final class Keeping {
    private Keeping() {}

    static Retention of(Settings settings) {
        Map<DataKind, Retention.Bound> market = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            long keepNs = settings.find(keep(kind))
                    .orElseGet(() -> settings.get(StorageSettings.KEEP))
                    .toNanos();
            market.put(kind, new Retention.Bound(keepNs, settings.get(size(kind))));
        }
        Map<TradingTable, Long> others = Map.of(
                TradingTable.INSIGHTS,
                        settings.get(StorageSettings.KEEP_INSIGHTS).toNanos(),
                TradingTable.TARGETS, settings.get(StorageSettings.KEEP_TARGETS).toNanos(),
                TradingTable.TELEMETRY,
                        settings.get(StorageSettings.KEEP_TELEMETRY).toNanos(),
                TradingTable.LATENCY, settings.get(StorageSettings.KEEP_LATENCY).toNanos());
        return new Retention(market, settings.get(StorageSettings.MAX_SIZE), others);
    }

    private static Setting<Duration> keep(DataKind kind) {
        return switch (kind) {
            case QUOTE -> StorageSettings.KEEP_QUOTES;
            case TRADE -> StorageSettings.KEEP_TRADES;
            case BAR -> StorageSettings.KEEP_BARS;
        };
    }

    private static Setting<Long> size(DataKind kind) {
        return switch (kind) {
            case QUOTE -> StorageSettings.MAX_SIZE_QUOTES;
            case TRADE -> StorageSettings.MAX_SIZE_TRADES;
            case BAR -> StorageSettings.MAX_SIZE_BARS;
        };
    }
}
