package io.meridian.platform.store;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreOptions;
import java.nio.file.Path;

/** Opens the store that the settings name. */
final class StorePlace {
    private StorePlace() {}

    /** @param existing whether there must be one already */
    static MarketStore open(Settings settings, Path folder, boolean existing) {
        MarketStoreProvider provider;
        try {
            provider = MarketStores.named(settings.get(StorageSettings.BACKEND));
        } catch (StoreException unknown) {
            throw CommandException.wrongUse(unknown.getMessage());
        }
        return provider.open(new StoreOptions(folder, settings.get(StorageSettings.MEMORY), existing));
    }
}
