package io.meridian.platform.cli;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusListener;
import io.meridian.bus.BusSettings;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.PlatformSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Option;

/** Where a command gets its settings from, and the bus it opens with them. */
public final class BusOptions {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting, such as bus.backend=nats; wins over the environment. May be repeated.")
    private final Map<String, String> values = new LinkedHashMap<>();

    private final Map<String, String> environment = new LinkedHashMap<>(System.getenv());

    /** For the command line. */
    public BusOptions() {}

    /** With these values by name, for programs and tests. */
    public BusOptions(Map<String, String> values) {
        this.values.putAll(values);
    }

    /** The same, with these environment variables beside those of the process. */
    public BusOptions with(Map<String, String> variables) {
        BusOptions other = new BusOptions(values);
        other.environment.putAll(environment);
        other.environment.putAll(variables);
        return other;
    }

    /** What was given on the command line. */
    public Map<String, String> values() {
        return values;
    }

    /** Reads and checks all settings. */
    public Settings read() {
        return Settings.reader(PlatformSettings.schemas())
                .environment(environment)
                .values(values)
                .read();
    }

    /** The engines these settings name, each of which exists. */
    public static Set<String> engines(Settings settings) {
        Set<String> names = new TreeSet<>(settings.get(BusSettings.ROUTES).values());
        names.add(settings.get(BusSettings.BACKEND));
        for (String name : names) {
            try {
                BusEngines.named(name);
            } catch (EngineException unknown) {
                throw CommandException.wrongUse(unknown.getMessage());
            }
        }
        return names;
    }

    /** Opens a bus for a process of the platform itself. */
    public Bus open(BusListener listener) {
        Settings settings = read();
        engines(settings);
        BusContext context = new BusContext()
                .settings(settings)
                .unrestricted()
                // The clock that all processes of a machine share: latencies are between two of them.
                .clock(SystemEpochNanoClock.INSTANCE)
                .listener(listener);
        try {
            return Bus.open(context);
        } catch (EngineException unusable) {
            throw CommandException.wrongUse(unusable.getMessage());
        }
    }
}
