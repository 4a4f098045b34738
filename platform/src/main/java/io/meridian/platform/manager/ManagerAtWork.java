package io.meridian.platform.manager;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.ManagerOptions;
import io.meridian.manager.Office;
import io.meridian.manager.api.ApiServer;
import io.meridian.manager.api.ManagerCalls;
import io.meridian.manager.api.Peers;
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
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.metrics.ServiceMetrics;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.platform.store.StorePages;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A manager with all its parts, from when it may order something until it is told to end, or may no more.
 *
 * @param given where its settings are from
 * @param home its folder
 * @param endsInstances whether what runs ends with it, when it is told to
 */
record ManagerAtWork(BusOptions given, Settings settings, Path home, StopSignal stop, boolean endsInstances) {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TEND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIB = 1L << 20;

    /**
     * @param news is told each second of all instances
     * @param peers the others, as the interface tells of them
     * @throws IllegalStateException when it cannot begin; the text says why
     */
    @SuppressWarnings("try") // Figures are shown as long as it works.
    void work(Office office, Consumer<Map<String, Map<String, Object>>> news, Peers peers) throws IOException {
        try (KillsOnBus kills = new KillsOnBus(given);
                Manager manager = Manager.open(options(kills, office))) {
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
                                    peers,
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
                                + ProcessHandle.current().pid()
                                + (office.term() == 0 ? "" : " term=" + office.term()));
                tend(accounts, backups, office, () -> news.accept(instances(manager)));
                if (stop.isStopped()) {
                    end(loop);
                    Files.deleteIfExists(ManagerSettings.port(home));
                }
            }
        }
    }

    private void tend(FirstAccounts accounts, Backups backups, Office office, Runnable tell) {
        Duration every = settings.get(ManagerSettings.BACKUP_EVERY);
        String trouble = "";
        long tendedNs = System.nanoTime() - TEND_NS;
        while (!stop.await(LOOK_NS) && office.holds().getAsBoolean()) {
            if (System.nanoTime() - tendedNs < TEND_NS) {
                continue;
            }
            tendedNs = System.nanoTime();
            tell.run();
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

    private static Map<String, Map<String, Object>> instances(Manager manager) {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        manager.reconciler().states().forEach((name, state) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("phase", state.phase().name());
            fields.put("health", manager.health().of(name).level().name());
            fields.put("why", state.why());
            fields.put("since", state.since().toString());
            all.put(name, fields);
        });
        return all;
    }

    /** A plugin and then its sidecar may each take as long as they are given. */
    private void end(ManagerLoop loop) {
        if (!endsInstances) {
            ServiceLoop.say("told to end; what runs goes on");
            return;
        }
        ServiceLoop.say("told to end, with all instances");
        try {
            if (!loop.endInstances(settings.get(ManagerSettings.DRAIN).multipliedBy(3))) {
                ServiceLoop.say("not all instances ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Supplier<InstanceRuntime>> runtimes(DockerDaemon docker) {
        List<Supplier<InstanceRuntime>> all = new ArrayList<>();
        Path recordings = settings.find(ManagerSettings.RECORD).orElse(null);
        all.add(() -> new ProcessRuntime(ProcessPlan.of(home, given, recordings)));
        if (docker != null) {
            all.add(() -> new DockerRuntime(docker, DockerPlan.of(home, given, settings)));
        }
        return all;
    }

    private ManagerOptions options(KillsOnBus kills, Office office) throws IOException {
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
                runtimes(docker),
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
                office,
                Clock.systemUTC(),
                ServiceLoop::say);
    }
}
