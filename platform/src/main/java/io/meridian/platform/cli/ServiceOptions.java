package io.meridian.platform.cli;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each service in the foreground is given: its settings, and when it ends. */
public final class ServiceOptions {
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(60);

    @Mixin
    private BusOptions options = new BusOptions();

    @Option(names = "--seconds", hidden = true, description = "Ends after so long.")
    private double seconds;

    @Option(names = "--parent", hidden = true, description = "Ends with the process of this number.")
    private long parent;

    /** The settings. */
    public BusOptions settings() {
        return options;
    }

    /** The settings, one of which has an option of its own. @param folder null: it was not given */
    public BusOptions settings(Setting<Path> setting, Path folder) {
        if (folder == null) {
            return options;
        }
        Map<String, String> given = new LinkedHashMap<>(options.values());
        given.put(setting.name(), folder.toAbsolutePath().normalize().toString());
        return new BusOptions(given);
    }

    /** What ends it: a person, its time, or the end of who started it. */
    public StopSignal stop() {
        return StopSignal.install().after(seconds).withProcess(parent);
    }

    /** Opens the bus and waits until it is connected. */
    public static Bus connect(BusOptions options) {
        Bus bus = options.open(new Notices(Output.err()));
        try {
            bus.awaitConnected(CONNECT_NS);
            return bus;
        } catch (RuntimeException e) {
            bus.close();
            throw e;
        }
    }
}
