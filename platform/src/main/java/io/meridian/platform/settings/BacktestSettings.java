package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.nio.file.Path;

/** The settings of the runs of backtests that are kept. */
public final class BacktestSettings {
    public static final Setting<Path> DIR = Setting.path(
                    "backtest.dir",
                    "Folder of the finished runs of 'meridian backtest', from which the management pages show them.")
            .optional("that of the development stack");

    public static final Setting<Integer> KEEP = Setting.integer(
                    "backtest.keep", "So many of the newest runs are kept there; 0: a run is not kept.")
            .defaultsTo(200)
            .between(0, 1_000);

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine("Backtests", DIR, KEEP);

    private BacktestSettings() {}
}
