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

    public static final Setting<Duration> KEEP = Setting.duration(
                    "storage.keep", "How long rows are kept that came from the bus; 0s: for ever.")
            .defaultsTo(Duration.ofDays(3))
            .between(Duration.ZERO, Duration.ofDays(36_500));

    public static final Setting<Long> MAX_SIZE = Setting.bytes(
                    "storage.max.size",
                    "How much room the store may take; the oldest rows that came from the bus make room. 0: any.")
            .defaultsTo(8L << 30)
            .between(0L, 1L << 50);

    public static final Setting<Duration> CHECK_INTERVAL = Setting.duration(
                    "storage.check.interval", "How often is looked for rows that are too old or too many.")
            .defaultsTo(Duration.ofMinutes(1))
            .between(Duration.ofMillis(10), Duration.ofDays(1));

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine(
            "Store", BACKEND, URL, USER, PASSWORD, DIR, MEMORY, BATCH_ROWS, BATCH_TIME, KEEP, MAX_SIZE, CHECK_INTERVAL);

    private StorageSettings() {}
}
