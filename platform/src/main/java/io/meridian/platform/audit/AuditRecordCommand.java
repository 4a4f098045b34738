package io.meridian.platform.audit;

import io.meridian.audit.log.CheckpointPlace;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.record.RecordedTopics;
import io.meridian.audit.record.Recorder;
import io.meridian.audit.record.RecorderOptions;
import io.meridian.audit.witness.WitnessPlace;
import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.AuditSettings;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian audit record}. */
@Command(
        name = "record",
        description =
                "Records the bus into the audit log: each durable message once, and what people ask of the platform's"
                    + " services. Prints one line on standard output when it is ready. Killed and started again on the"
                    + " same folder, it goes on where it was.")
final class AuditRecordCommand implements Callable<Integer> {
    private static final PersonalNames ACTS =
            new PersonalNames(TopicTemplate.ACT.pattern().replace("*", ""), Set.of(ControlAct.BY, ControlAct.OS_USER));

    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting audit.dir: the folder of the log.")
    private Path folder;

    @Override
    public Integer call() {
        BusOptions whole = service.settings(AuditSettings.DIR, folder);
        Settings settings = whole.read();
        Path log = settings.find(AuditSettings.DIR)
                .orElseThrow(() -> CommandException.wrongUse(
                        "Say where the log is: --dir DIR, or setting " + AuditSettings.DIR.name() + "."))
                .toAbsolutePath()
                .normalize();
        StopSignal stop = service.stop();
        SigningKey key = SigningKey.in(LogChoice.key(settings, log));
        CheckpointPlace place = settings.find(AuditSettings.WITNESS)
                .<CheckpointPlace>map(WitnessPlace::new)
                .orElseGet(() -> new FolderPlace(LogChoice.second(settings, log)));
        LogOptions logOptions = new LogOptions(
                settings.get(AuditSettings.SHARD),
                settings.get(AuditSettings.SEGMENT_SIZE),
                settings.get(AuditSettings.CHECKPOINT_RECORDS),
                settings.get(AuditSettings.CHECKPOINT_INTERVAL).toNanos());
        try (Bus bus = ServiceOptions.connect(whole)) {
            try (Recorder recorder = new Recorder(
                    bus,
                    new LogFolder(log),
                    key,
                    place,
                    new RecorderOptions(
                            logOptions,
                            new RecordedTopics(settings.get(AuditSettings.ONLY), settings.get(AuditSettings.EXCEPT)),
                            ACTS,
                            settings.get(AuditSettings.KEEP).toNanos(),
                            settings.get(AuditSettings.DELIVERY_BOUND).toNanos()),
                    SystemEpochNanoClock.INSTANCE,
                    ServiceLoop::say)) {
                ServiceLoop.say("the log " + log + ", signed with key " + key.id() + ", its second place: "
                        + place.description());
                Output.out()
                        .println("ready audit pid=" + ProcessHandle.current().pid());
                record(recorder, settings, log, bus, stop);
            }
        }
        return 0;
    }

    @SuppressWarnings("try") // Figures are shown as long as it records.
    private static void record(Recorder recorder, Settings settings, Path log, Bus bus, StopSignal stop) {
        AuditMeters meters = new AuditMeters(SystemEpochNanoClock.INSTANCE);
        String shard = settings.get(AuditSettings.SHARD);
        String service = shard.equals(LogOptions.DEFAULT.shard()) ? "audit" : "audit-" + shard;
        try (ServiceMetrics shown = ServiceMetrics.open(settings, service, log, bus, meters::addTo)) {
            ServiceLoop.run(
                    () -> {
                        int work = recorder.work();
                        meters.look(recorder.figures());
                        return work;
                    },
                    recorder::figures,
                    IDLE_NS,
                    stop);
        }
        ServiceLoop.say("told to end: " + recorder.figures());
    }
}
