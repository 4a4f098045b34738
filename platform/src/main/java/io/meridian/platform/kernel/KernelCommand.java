package io.meridian.platform.kernel;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.settings.KernelSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class KernelCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(60);

    @Mixin
    private BusOptions options = new BusOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting kernel.dir: the folder of its journal.")
    private Path folder;

    @Option(names = "--seconds", hidden = true, description = "Ends after so long.")
    private double seconds;

    @Option(names = "--parent", hidden = true, description = "Ends with the process of this number.")
    private long parent;

    @Override
    public Integer call() {
        Map<String, String> given = new LinkedHashMap<>(options.values());
        if (folder != null) {
            given.put(
                    KernelSettings.DIR.name(),
                    folder.toAbsolutePath().normalize().toString());
        }
        BusOptions whole = new BusOptions(given);
        Settings settings = whole.read();
        settings.require(KernelSettings.SCHEMA);
        StopSignal stop = StopSignal.install().after(seconds).withProcess(parent);
        try (Bus bus = whole.open(new Notices(Output.err()))) {
            bus.awaitConnected(CONNECT_NS);
            run(KernelService.start(bus, settings, SystemEpochNanoClock.INSTANCE, ServiceLoop::say), stop);
        }
        return 0;
    }

    private static void run(KernelService service, StopSignal stop) {
        try {
            Output.out().println("ready kernel pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(service::doWork, service::figures, IDLE_NS, stop);
            ServiceLoop.say("told to end: " + service.figures());
        } finally {
            service.onClose();
        }
    }
}
