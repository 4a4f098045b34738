package io.meridian.platform.audit;

import io.meridian.bus.Bus;
import io.meridian.bus.BusSettings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.ServiceOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two buses of a tee: the one of the settings, and the same deployment on another engine, whose own settings say where that is. */
record SecondBus(Bus from, Bus to) implements AutoCloseable {
    static SecondBus open(BusOptions options, String engine) {
        String first = options.read().get(BusSettings.BACKEND);
        if (first.equals(engine)) {
            throw CommandException.wrongUse("--to=" + engine + " is the engine that " + BusSettings.BACKEND.name()
                    + " names already. Name another one.");
        }
        BusOptions second = options(options, engine);
        Bus from = ServiceOptions.connect(options);
        try {
            return new SecondBus(from, ServiceOptions.connect(second));
        } catch (RuntimeException e) {
            from.close();
            throw e;
        }
    }

    /** The same deployment on another engine alone. @param engine null: that of the settings */
    static Bus on(BusOptions options, String engine) {
        return ServiceOptions.connect(engine == null ? options : options(options, engine));
    }

    private static BusOptions options(BusOptions options, String engine) {
        Map<String, String> values = new LinkedHashMap<>(options.values());
        values.put(BusSettings.BACKEND.name(), engine);
        BusOptions second = new BusOptions(values);
        BusOptions.engines(second.read());
        return second;
    }

    @Override
    public void close() {
        from.close();
        to.close();
    }
}
