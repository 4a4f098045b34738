package io.meridian.platform.audit;

import io.meridian.bus.Bus;
import io.meridian.bus.BusSettings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The two buses of a tee: the one of the settings, and the same deployment on another engine, whose own settings say where that is. */
record SecondBus(Bus from, Bus to) implements AutoCloseable {
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(60);

    static SecondBus open(BusOptions options, String engine) {
        String first = options.read().get(BusSettings.BACKEND);
        if (first.equals(engine)) {
            throw CommandException.wrongUse("--to=" + engine + " is the engine that " + BusSettings.BACKEND.name()
                    + " names already. Name another one.");
        }
        Map<String, String> values = new LinkedHashMap<>(options.values());
        values.put(BusSettings.BACKEND.name(), engine);
        BusOptions second = new BusOptions(values);
        BusOptions.engines(second.read());
        Bus from = options.open(new Notices(Output.err()));
        try {
            from.awaitConnected(CONNECT_NS);
            Bus to = second.open(new Notices(Output.err()));
            try {
                to.awaitConnected(CONNECT_NS);
                return new SecondBus(from, to);
            } catch (RuntimeException e) {
                to.close();
                throw e;
            }
        } catch (RuntimeException e) {
            from.close();
            throw e;
        }
    }

    @Override
    public void close() {
        from.close();
        to.close();
    }
}
