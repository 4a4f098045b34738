package io.meridian.platform.manager;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.ManagerOptions;
import io.meridian.manager.api.ApiServer;
import io.meridian.manager.api.ManagerCalls;
import io.meridian.manager.backup.Backups;
import io.meridian.manager.db.DatabaseAddress;
import io.meridian.manager.grants.SensitiveTopics;
import io.meridian.manager.kill.Neighbours;
import io.meridian.manager.registry.Quota;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.docker.DockerDaemon;
import io.meridian.manager.runtime.docker.DockerImages;
import io.meridian.manager.runtime.docker.DockerRuntime;
import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.store.StorePages;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian manager}. */
@Command(
        name = "manager",
        description = {
            "Runs the instance manager: the registry of plugins, their grants, what shall run, and the kill switch. It"
                    + " starts and stops plugins beside their sidecars, and serves its interface on the loopback.",
            "Prints one line on standard output when it is ready. What it has started goes on when it ends; started"
                    + " again in the same folder, it finds it."
        })
public final class ManagerCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIB = 1L << 20;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private StackBus stack = new StackBus();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting manager.dir: its folder.")
    private Path folder;

    @Option(
            names = "--end-instances",
            description = "Ends all instances when it is told to end. What shall run is started again by the next one.")
    private boolean endsInstances;

    @Override
    @SuppressWarnings("try") // Figures are shown as long as it works.
    public Integer call() throws IOException {
        BusOptions whole = service.settings(ManagerSettings.DIR, folder);
        Settings settings = whole.read();
        BusOptions.engines(settings);
        Path home = ManagerPlace.folder(settings, stack);
        StopSignal stop = service.stop();
        try (KillsOnBus kills = new KillsOnBus(whole);
                Manager manager = Manager.open(options(settings, whole, home, kills))) {
            FirstAccounts accounts = new FirstAccounts(manager, home, ServiceLoop::say);
            accounts.make();
            Backups backups = new Backups(
                    manager.database(),
                    manager.acts(),
                    Clock.systemUTC(),
                    home.resolve("backups"),
                    settings.get(ManagerSettings.BACKUP_KEEP));
            try (ActTeller acts = new ActTeller(manager.acts(), kills.bus(), home);
                    ManagerLoop loop = new ManagerLoop(manager);
                    ApiServer api = ApiServer.start(
                            manager,
                            new ManagerCalls(
                                    manager,
                                    loop,
                                    backups,
                                    new StorePages(kills.bus()),
                                    settings.find(MetricsSettings.DIR).orElse(home),
                                    "0.1.0"),
                            "127.0.0.1",
                            settings.get(ManagerSettings.PORT));
                    ServiceMetrics shown = ServiceMetrics.open(
                            settings,
                            "manager",
                            home,
                            kills.bus(),
                            meters -> new ManagerMeters(manager).addTo(meters, loop))) {
                acts.start();
                WholeFile.write(ManagerSettings.port(home), api.port() + "\n");
                Output.out()
                        .println("ready manager dir=" + home + " http=http://127.0.0.1:" + api.port() + " pid="
                                + ProcessHandle.current().pid());
                work(accounts, backups, settings.get(ManagerSettings.BACKUP_EVERY), stop);
                end(loop, settings.get(ManagerSettings.DRAIN));
                Files.deleteIfExists(ManagerSettings.port(home));
            }
            return 0;
        } catch (IllegalStateException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    private static void work(FirstAccounts accounts, Backups backups, Duration every, StopSignal stop) {
        String trouble = "";
        while (!stop.await(LOOK_NS)) {
            try {
                accounts.forgetUsedPassword();
                if (!every.isZero()) {
                    backups.tend(every);
                }
                trouble = "";
            } catch (IOException failed) {
                trouble = "the password of the first account cannot be deleted: " + failed.getMessage();
                ServiceLoop.say("ALARM: " + trouble);
            } catch (RuntimeException failed) {
                if (!String.valueOf(failed.getMessage()).equals(trouble)) {
                    ServiceLoop.say("ALARM: the backup failed: " + failed.getMessage());
                }
                trouble = String.valueOf(failed.getMessage());
            }
        }
    }

    /** A plugin and then its sidecar may each take as long as they are given. */
    private void end(ManagerLoop loop, Duration drain) {
        if (!endsInstances) {
            ServiceLoop.say("told to end; what runs goes on");
            return;
        }
        ServiceLoop.say("told to end, with all instances");
        try {
            if (!loop.endInstances(drain.multipliedBy(3))) {
                ServiceLoop.say("not all instances ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Supplier<InstanceRuntime>> runtimes(
            Settings settings, BusOptions given, Path home, DockerDaemon docker) {
        List<Supplier<InstanceRuntime>> all = new ArrayList<>();
        Path recordings = settings.find(ManagerSettings.RECORD).orElse(null);
        all.add(() -> new ProcessRuntime(ProcessPlan.of(home, given, recordings)));
        if (docker != null) {
            all.add(() -> new DockerRuntime(docker, DockerPlan.of(home, given, settings)));
        }
        return all;
    }

    private static ManagerOptions options(Settings settings, BusOptions given, Path home, KillsOnBus kills)
            throws IOException {
        DockerDaemon docker =
                settings.find(ManagerSettings.DOCKER_HOST).map(DockerDaemon::at).orElse(null);
        return new ManagerOptions(
                home,
                settings.isGiven(ManagerSettings.DATABASE_URL)
                        ? DatabaseAddress.postgresql(
                                settings.find(ManagerSettings.DATABASE_URL).orElseThrow(),
                                settings.get(ManagerSettings.DATABASE_USER),
                                settings.get(ManagerSettings.DATABASE_PASSWORD))
                        : DatabaseAddress.file(ManagerSettings.database(home)),
                settings.get(BusSettings.DEPLOYMENT),
                settings.get(ManagerSettings.MODE),
                runtimes(settings, given, home, docker),
                docker == null ? null : new DockerImages(docker, settings.get(ManagerSettings.SIDECAR_IMAGE)),
                new Quota(
                        settings.get(ManagerSettings.QUOTA_INSTANCES),
                        settings.get(ManagerSettings.QUOTA_MEMORY) / MIB,
                        settings.get(ManagerSettings.QUOTA_CPUS)),
                settings.isGiven(ManagerSettings.SENSITIVE_FILE)
                        ? SensitiveTopics.parse(Files.readString(
                                settings.find(ManagerSettings.SENSITIVE_FILE).orElseThrow()))
                        : SensitiveTopics.standard(),
                settings.get(ManagerSettings.SENSITIVE_APPROVALS),
                settings.get(ManagerSettings.DRAIN),
                kills,
                new Neighbours(settings.find(ManagerSettings.NEIGHBOURS).orElse(null)),
                settings.get(ManagerSettings.OBSERVE) ? kills.orders()::of : published -> "",
                new LiveTopics(kills.bus())::of,
                Clock.systemUTC(),
                ServiceLoop::say);
    }
}
