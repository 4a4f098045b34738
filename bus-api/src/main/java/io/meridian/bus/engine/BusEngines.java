package io.meridian.bus.engine;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the engines on the class path. */
public final class BusEngines {
    private BusEngines() {}

    /** All of them, by name. */
    public static List<BusEngineProvider> all() {
        TreeMap<String, BusEngineProvider> byName = new TreeMap<>();
        for (BusEngineProvider provider : ServiceLoader.load(BusEngineProvider.class)) {
            BusEngineProvider other = byName.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new EngineException("two engines are named " + provider.name() + ": "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName()
                        + ". Remove one of their jars from the class path.");
            }
        }
        return List.copyOf(byName.values());
    }

    /**
     * The one with this name.
     *
     * @throws EngineException naming those that exist, when there is none
     */
    public static BusEngineProvider named(String name) {
        List<BusEngineProvider> all = all();
        for (BusEngineProvider provider : all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        List<String> names = all.stream().map(BusEngineProvider::name).toList();
        throw new EngineException("no bus engine is named '" + name + "'. "
                + (names.isEmpty()
                        ? "There is none on the class path: add one, such as io.meridian:bus-aeron."
                        : "Set BUS_BACKEND to one of " + String.join(", ", names)
                                + ", or add the engine's jar to the class path."));
    }
}
