package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the market data store. */
public final class StorageSettings {
    public static final Setting<String> BACKEND = Setting.text(
                    "storage.backend", "What market data is stored in: duckdb, timescaledb or clickhouse.")
            .defaultsTo("duckdb");

    public static final Setting<String> URL = Setting.text(
                    "storage.url",
                    "Where the database is, for a backend on a server: postgresql://HOST:5432/DATABASE, where options"
                        + " of the driver may follow, such as ?sslmode=verify-full; or http://HOST:8123/DATABASE, or"
                        + " https, for clickhouse.")
            .optional("that of the development stack");

    public static final Setting<String> USER =
            Setting.text("storage.user", "Who the server is to let in.").optional("the user of the process");

    public static final Setting<String> PASSWORD =
            Setting.text("storage.password", "That user's password.").secret().optional("the server asks for none");

    public static final Setting<Path> DIR = Setting.path(
                    "storage.dir", "Folder of the store, for a backend that keeps files. One process at a time has it.")
            .optional("that of the development stack");

    public static final Setting<Long> MEMORY = Setting.bytes(
                    "storage.memory", "The most that an embedded backend may use, beside Java's own memory.")
            .defaultsTo(128L << 20)
            .between(32L << 20, 1L << 40);

    public static final Setting<Integer> BATCH_ROWS = Setting.integer(
                    "storage.batch.rows", "Rows are stored together, and then safe: so many at once.")
            .defaultsTo(5_000)
            .between(1, 1_000_000);

    public static final Setting<Duration> BATCH_TIME = Setting.duration(
                    "storage.batch.time", "The longest that a row waits for others; what waits is lost in a crash.")
            .defaultsTo(Duration.ofMillis(500))
            .between(Duration.ofMillis(1), Duration.ofMinutes(1));

    public static final Setting<Long> SPOOL_SIZE = Setting.bytes(
                    "storage.spool.size",
                    "How much room market data may take on the disk that waits while the store is away. 0: none waits"
                            + " there.")
            .defaultsTo(1L << 30)
            .between(0L, 1L << 50);

    public static final Setting<Path> SPOOL_DIR = Setting.path("storage.spool.dir", "The folder where it waits.")
            .optional("spool in the folder of storage.dir; without that one, none");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    public static final Setting<Duration> KEEP = Setting.duration(
                    "storage.keep", "How long market data is kept that came from the bus; 0s: for ever.")
            .defaultsTo(Duration.ofDays(3))
            .between(Duration.ZERO, LONGEST);

    public static final Setting<Duration> KEEP_QUOTES = keepOf("quotes");
    public static final Setting<Duration> KEEP_TRADES = keepOf("trades");
    public static final Setting<Duration> KEEP_BARS = keepOf("bars");

    public static final Setting<Duration> KEEP_INSIGHTS = keepFor("insights", Duration.ofDays(30));
    public static final Setting<Duration> KEEP_TARGETS = keepFor("targets", Duration.ofDays(365));
    public static final Setting<Duration> KEEP_TELEMETRY = keepFor("telemetry", Duration.ofDays(7));
    public static final Setting<Duration> KEEP_LATENCY = keepFor("latency", Duration.ofDays(30));

    public static final Setting<Long> MAX_SIZE = Setting.bytes(
                    "storage.max.size",
                    "How much room the store may take; of the kind of market data that takes the most the oldest rows"
                            + " that came from the bus make room. 0: any.")
            .defaultsTo(8L << 30)
            .between(0L, 1L << 50);

    public static final Setting<Long> MAX_SIZE_QUOTES = sizeOf("quotes");
    public static final Setting<Long> MAX_SIZE_TRADES = sizeOf("trades");
    public static final Setting<Long> MAX_SIZE_BARS = sizeOf("bars");

    public static final Setting<Duration> CHECK_INTERVAL = Setting.duration(
                    "storage.check.interval", "How often is looked for rows that are too old or too many.")
            .defaultsTo(Duration.ofMinutes(1))
            .between(Duration.ofMillis(10), Duration.ofDays(1));

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Store",
            BACKEND,
            URL,
            USER,
            PASSWORD,
            DIR,
            MEMORY,
            BATCH_ROWS,
            BATCH_TIME,
            SPOOL_SIZE,
            SPOOL_DIR,
            KEEP,
            KEEP_QUOTES,
            KEEP_TRADES,
            KEEP_BARS,
            KEEP_INSIGHTS,
            KEEP_TARGETS,
            KEEP_TELEMETRY,
            KEEP_LATENCY,
            MAX_SIZE,
            MAX_SIZE_QUOTES,
            MAX_SIZE_TRADES,
            MAX_SIZE_BARS,
            CHECK_INTERVAL);

    private StorageSettings() {}

    private static Setting<Duration> keepOf(String kind) {
        return Setting.duration(
                        "storage.keep." + kind, "How long " + kind + " are kept that came from the bus; 0s: for ever.")
                .optional("as storage.keep says")
                .between(Duration.ZERO, LONGEST);
    }

    private static Setting<Duration> keepFor(String what, Duration usually) {
        return Setting.duration("storage.keep." + what, "The same for " + what + ".")
                .defaultsTo(usually)
                .between(Duration.ZERO, LONGEST);
    }

    private static Setting<Long> sizeOf(String kind) {
        return Setting.bytes(
                        "storage.max.size." + kind,
                        "How much room " + kind + " may take, those that were imported included. 0: any.")
                .defaultsTo(0L)
                .between(0L, 1L << 50);
    }
}
