package io.meridian.platform.dev;

import io.meridian.platform.cli.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meridian run}. */
@Command(
        name = "run",
        description = {
            "Runs a plugin beside a sidecar of its own, and shows what both say. It is granted what its manifest asks"
                    + " for. Ctrl-C ends both, the plugin first.",
            "When a source is saved, the plugin is built and started again beside the same sidecar.",
            "It joins the bus of the development stack that runs (./launch_dev.sh), or that of BUS_BACKEND."
        },
        footer = {"", "  meridian run my-alpha", "  meridian run plugins/dgm-simulator --setting rate=100"})
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private PluginRun plugin;

    @Override
    public Integer call() {
        return plugin.run(StopSignal.install(), null);
    }
}
