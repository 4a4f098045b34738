package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.platform.settings.OtelSettings;
import io.meridian.platform.span.SpanFeed;
import io.meridian.platform.span.SpanMeters;
import io.meridian.platform.span.SpanSender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian audit spans}. */
@Command(
        name = "spans",
        description = {
            "Sends spans of what the audit log records to a receiver of OpenTelemetry (otel.endpoint), as it is"
                    + " recorded: how long each message took to be published, to be recorded, to each subscriber, and"
                    + " there until the last that followed from it.",
            "It reads the log's files, and no message waits for it. It needs no bus. A receiver that is away costs its"
                    + " spans, which are counted."
        },
        footer = {"", "  meridian audit spans --dir /var/lib/meridian/audit --set otel.endpoint=http://127.0.0.1:4318"})
final class AuditSpansCommand implements Callable<Integer> {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting audit.dir: the folder of the log.")
    private Path folder;

    @Override
    @SuppressWarnings("try") // Figures are shown as long as it sends.
    public Integer call() {
        Settings settings = service.settings(AuditSettings.DIR, folder).read();
        LogFolder log = new LogFolder(settings.find(AuditSettings.DIR)
                .orElseThrow(() -> CommandException.wrongUse(
                        "Say where the log is: --dir DIR, or setting " + AuditSettings.DIR.name() + "."))
                .toAbsolutePath()
                .normalize());
        String endpoint = settings.find(OtelSettings.ENDPOINT)
                .orElseThrow(() -> CommandException.wrongUse("Say who is to have the spans: --set "
                        + OtelSettings.ENDPOINT.name() + "=http://127.0.0.1:4318, or another receiver of OTLP."));
        StopSignal stop = service.stop();
        try (SpanSender sender =
                        new SpanSender(endpoint, settings.get(BusSettings.DEPLOYMENT), PATIENCE, ServiceLoop::say);
                SpanFeed feed =
                        new SpanFeed(log, settings.get(OtelSettings.SAMPLE), sender, SystemEpochNanoClock.INSTANCE);
                ServiceMetrics shown = ServiceMetrics.open(
                        settings,
                        "spans",
                        log.path(),
                        null,
                        meters -> SpanMeters.addTo(meters, sender, feed::behindNs))) {
            ServiceLoop.say("spans of the log " + log.path() + " go to " + endpoint
                    + (log.id() == null ? ". No recorder has written there yet." : ""));
            Output.out().println("ready spans pid=" + ProcessHandle.current().pid());
            ServiceLoop.run(feed::work, sender::figures, IDLE_NS, stop);
        }
        return 0;
    }
}
