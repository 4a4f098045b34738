package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.act.ServiceActs;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.StorageSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian store}. */
@Command(
        name = "store",
        description = "Stores what comes over the bus: quotes, trades, bars and instruments; of trading orders, fills,"
                + " positions, cash and values; insights and targets; and what sidecars report. Prints one line on"
                + " standard output when it is ready. See 'meridian data' for what is stored, and"
                + " docs/how-to/store-market-data.md.")
@SuppressWarnings("try") // That it started is told, and when it is over that it ended.
public final class StoreCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting storage.dir: the folder of the store.")
    private Path folder;

    @Override
    public Integer call() {
        BusOptions whole = service.settings(StorageSettings.DIR, folder);
        Settings settings = whole.read();
        Path place = settings.find(StorageSettings.DIR)
                .map(dir -> dir.toAbsolutePath().normalize())
                .orElse(null);
        // Before the bus, which may take a while to come.
        StorePlace.name(settings, place);
        StopSignal stop = service.stop();
        try (Bus bus = ServiceOptions.connect(whole);
                ServiceActs acts = new ServiceActs(bus, "store")) {
            run(
                    StoreService.start(bus, settings, place, SystemEpochNanoClock.INSTANCE, ServiceLoop::say),
                    settings,
                    place,
                    bus,
                    stop);
        }
        return 0;
    }

    private static void run(StoreService service, Settings settings, Path place, Bus bus, StopSignal stop) {
        // Without a folder of its own the spool's is one.
        Path folder =
                place != null ? place : settings.find(StorageSettings.SPOOL_DIR).orElse(null);
        try (ServiceMetrics shown = ServiceMetrics.open(
                settings,
                "store",
                folder,
                bus,
                meters -> StoreMeters.addTo(meters, service.figures(), settings.get(StorageSettings.SPOOL_SIZE)))) {
            Output.out().println("ready store pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(service::doWork, service::figures, IDLE_NS, stop);
        } finally {
            service.onClose();
            ServiceLoop.say("ended: " + service.figures());
        }
    }
}
