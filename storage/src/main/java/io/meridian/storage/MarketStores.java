package io.meridian.storage;

import java.util.List;
import java.util.ServiceLoader;

/** The engines there are. */
public final class MarketStores {
    private MarketStores() {}

    /** Their names, in order. */
    public static List<String> names() {
        return providers().stream().map(MarketStoreProvider::name).sorted().toList();
    }

    /** @throws StoreException when there is none of this name */
    public static MarketStoreProvider named(String name) {
        return providers().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StoreException("There is no store of the name '" + name
                        + "' (setting storage.backend). Known are: " + String.join(", ", names()) + "."));
    }

    private static List<MarketStoreProvider> providers() {
        return ServiceLoader.load(MarketStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
