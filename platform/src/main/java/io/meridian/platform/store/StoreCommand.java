package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.settings.StorageSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian store}. */
@Command(
        name = "store",
        description =
                "Stores what comes over the bus: quotes, trades, bars and instruments, and of trading orders, fills,"
                    + " positions, cash and values. Prints one line on standard output when it is ready. See 'meridian"
                    + " data' for what is stored, and docs/how-to/store-market-data.md.")
public final class StoreCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(60);

    @Mixin
    private BusOptions options = new BusOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting storage.dir: the folder of the store.")
    private Path folder;

    @Option(names = "--seconds", hidden = true, description = "Ends after so long.")
    private double seconds;

    @Option(names = "--parent", hidden = true, description = "Ends with the process of this number.")
    private long parent;

    @Override
    public Integer call() {
        Map<String, String> given = new LinkedHashMap<>(options.values());
        if (folder != null) {
            given.put(StorageSettings.DIR.name(), folder.toString());
        }
        BusOptions whole = new BusOptions(given);
        Settings settings = whole.read();
        Path place = settings.find(StorageSettings.DIR)
                .map(dir -> dir.toAbsolutePath().normalize())
                .orElse(null);
        // Before the bus, which may take a while to come.
        StorePlace.name(settings, place);
        StopSignal stop = StopSignal.install().after(seconds).withProcess(parent);
        try (Bus bus = whole.open(new Notices(Output.err()))) {
            bus.awaitConnected(CONNECT_NS);
            run(StoreService.start(bus, settings, place, SystemEpochNanoClock.INSTANCE, ServiceLoop::say), stop);
        }
        return 0;
    }

    private static void run(StoreService service, StopSignal stop) {
        try {
            Output.out().println("ready store pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(service::doWork, service::figures, IDLE_NS, stop);
        } finally {
            service.onClose();
            ServiceLoop.say("ended: " + service.figures());
        }
    }
}
