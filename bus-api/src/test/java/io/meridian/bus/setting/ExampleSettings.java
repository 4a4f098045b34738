package io.meridian.bus.setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What declarations look like, with one setting of each type. */
final class ExampleSettings {
    enum Delivery {
        LOSSLESS,
        LOSSY,
        BEST_EFFORT
    }

    static final Setting<String> BACKEND =
            Setting.text("bus.backend", "The engine that carries messages.").defaultsTo("aeron");
    static final Setting<Map<String, String>> ROUTES = Setting.map(
                    "bus.routes", SettingType.text(), "Which engine carries which topics.")
            .optional("all topics go to `bus.backend`");
    static final Setting<Integer> LANES = Setting.integer("bus.lanes", "Number of lanes of a deployment.")
            .defaultsTo(8)
            .between(1, 64)
            .powerOfTwo();
    static final Setting<Duration> LINGER = Setting.duration("bus.close-linger", "How long close waits.")
            .defaultsTo(Duration.ofMillis(250))
            .atLeast(Duration.ofMillis(1));
    static final Setting<Boolean> TRACE =
            Setting.bool("bus.trace", "Trace ids on | off.").defaultsTo(true);
    static final Setting<Double> SAMPLE = Setting.decimal("bus.sample", "Share of messages sampled.")
            .defaultsTo(0.5)
            .between(0.0, 1.0);
    static final Setting<Delivery> DELIVERY = Setting.choice("bus.delivery", Delivery.class, "What a slow one gets.")
            .defaultsTo(Delivery.LOSSLESS);
    static final Setting<Long> TERM_LENGTH = Setting.bytes("aeron.term.length", "Size of a log buffer term.")
            .defaultsTo(16L << 20)
            .between(64L << 10, 1L << 30)
            .powerOfTwo();
    static final Setting<Long> RETENTION = Setting.bytes("aeron.retention", "How much a recording may hold.")
            .defaultsTo("64 terms", settings -> 64 * settings.get(TERM_LENGTH))
            .atLeast(16L << 20);
    static final Setting<Long> SEED =
            Setting.longInteger("aeron.seed", "Seed of the back-off.").defaultsTo(1L);
    static final Setting<Path> DIRECTORY = Setting.path("aeron.dir", "Folder of the media driver.")
            .environmentVariable("AERON_DIRECTORY")
            .defaultsTo(Path.of("/dev/shm/meridian"));
    static final Setting<List<HostPort>> SERVERS =
            Setting.list("nats.servers", SettingType.hostPort(), "Servers, tried in turn.");
    static final Setting<HostPort> MONITOR = Setting.hostPort("nats.monitor", "Where the server tells its health.")
            .optional("health is not read");
    static final Setting<String> PASSWORD = Setting.text("nats.password", "Password of the user.")
            .secret()
            .check(text -> text.length() >= 8, "must have 8 characters or more")
            .optional("no password is sent");
    static final Setting<Integer> PIN =
            Setting.integer("nats.pin", "Number of the key.").secret().defaultsTo(1234);

    static final SettingsSchema BUS = SettingsSchema.of("Bus", BACKEND, ROUTES, LANES, LINGER, TRACE, SAMPLE, DELIVERY)
            .claiming("BUS_", "MERIDIAN_");
    static final SettingsSchema AERON = SettingsSchema.ofEngine(
                    "Engine: Aeron", TERM_LENGTH, RETENTION, SEED, DIRECTORY)
            .claiming("AERON_");
    static final SettingsSchema NATS = SettingsSchema.ofEngine("Engine: NATS", SERVERS, MONITOR, PASSWORD, PIN)
            .claiming("NATS_")
            .tolerating("NATS_HOME");
    static final List<SettingsSchema> ALL = List.of(BUS, AERON, NATS);

    private ExampleSettings() {}
}
