package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.mirror.LogMirror;
import io.meridian.bus.Bus;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.settings.AuditSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian audit mirror}. */
@Command(
        name = "mirror",
        description = {
            "Carries the files of the audit log to an engine as they grow, so that the log outlives the machine of its"
                + " recorder: records, checkpoints, each byte as it is. Killed and started again it goes on where the"
                + " engine had confirmed it. 'meridian audit fetch' makes the files again.",
            "Names of people are not carried. Without --to it is the bus of BUS_BACKEND."
        },
        footer = {"", "  KAFKA_BOOTSTRAP=127.0.0.1:9092 meridian audit mirror --dir /var/lib/meridian/audit --to kafka"
        })
final class AuditMirrorCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting audit.dir: the folder of the log.")
    private Path folder;

    @Option(names = "--to", paramLabel = "ENGINE", description = "The engine, such as kafka.")
    private String engine;

    @Override
    public Integer call() {
        BusOptions settings = service.settings(AuditSettings.DIR, folder);
        LogFolder log = LogChoice.folder(settings.read()
                .find(AuditSettings.DIR)
                .orElseThrow(() -> CommandException.wrongUse(
                        "Say where the log is: --dir DIR, or setting " + AuditSettings.DIR.name() + ".")));
        StopSignal stop = service.stop();
        Path noted = log.path().resolve("mirror-" + (engine == null ? "bus" : engine) + ".txt");
        try (Bus to = SecondBus.on(settings, engine);
                LogMirror mirror = new LogMirror(log, noted, to, ServiceLoop::say)) {
            Output.out().println("ready mirror pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(mirror::work, mirror::figures, IDLE_NS, stop);
        }
        return 0;
    }
}
