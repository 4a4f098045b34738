package io.meridian.platform.kernel;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.act.ServiceActs;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.KernelSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian kernel}. */
@Command(
        name = "kernel",
        description =
                "Runs the kernel: it takes orders from the bus, checks every limit, keeps positions and cash, and says"
                        + " what became of each order. Prints one line on standard output when it is ready. Killed and"
                        + " started again on the same folder, it goes on where it was.")
@SuppressWarnings("try") // That it started is told, and when it is over that it ended.
public final class KernelCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting kernel.dir: the folder of its journal.")
    private Path folder;

    @Override
    public Integer call() {
        BusOptions whole = service.settings(KernelSettings.DIR, folder);
        Settings settings = whole.read();
        settings.require(KernelSettings.SCHEMA);
        StopSignal stop = service.stop();
        try (Bus bus = ServiceOptions.connect(whole);
                ServiceActs acts = new ServiceActs(bus, "kernel")) {
            run(
                    KernelService.start(bus, settings, SystemEpochNanoClock.INSTANCE, ServiceLoop::say),
                    settings,
                    bus,
                    stop);
        }
        return 0;
    }

    private static void run(KernelService service, Settings settings, Bus bus, StopSignal stop) {
        try (ServiceMetrics shown = ServiceMetrics.open(
                settings,
                "kernel",
                settings.get(KernelSettings.DIR),
                bus,
                meters -> service.meters().addTo(meters))) {
            Output.out().println("ready kernel pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(service::doWork, service::figures, IDLE_NS, stop);
            ServiceLoop.say("told to end: " + service.figures());
        } finally {
            service.onClose();
        }
    }
}
