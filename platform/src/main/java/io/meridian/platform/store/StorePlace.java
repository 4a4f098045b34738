package io.meridian.platform.store;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreProvider;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.nio.file.Path;

/** Opens the store that the settings name. */
final class StorePlace {
    private StorePlace() {}

    /** What people call it, and by what one is told from another. @param folder null: none is named */
    static String name(Settings settings, Path folder) {
        try {
            return MarketStores.named(settings.get(StorageSettings.BACKEND)).place(options(settings, folder, true));
        } catch (StoreException unknown) {
            throw CommandException.wrongUse(unknown.getMessage());
        }
    }

    /** @param existing whether it is only looked at, and so must be there already */
    static MarketStore open(Settings settings, Path folder, boolean existing) {
        MarketStoreProvider provider;
        try {
            provider = MarketStores.named(settings.get(StorageSettings.BACKEND));
        } catch (StoreException unknown) {
            throw CommandException.wrongUse(unknown.getMessage());
        }
        return provider.open(options(settings, folder, existing));
    }

    private static StoreOptions options(Settings settings, Path folder, boolean existing) {
        StoreServer server = new StoreServer(
                settings.find(StorageSettings.URL).orElse(null),
                settings.find(StorageSettings.USER).orElse(null),
                settings.find(StorageSettings.PASSWORD).orElse(null));
        return new StoreOptions(folder, server, settings.get(StorageSettings.MEMORY), existing);
    }
}
