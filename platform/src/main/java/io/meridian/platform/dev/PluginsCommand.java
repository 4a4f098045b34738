package io.meridian.platform.dev;

import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.manager.ManagerPlace;
import io.meridian.platform.manager.StackPlugins;
import io.meridian.platform.stack.StackBus;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian dev plugins}. */
@Command(
        name = "plugins",
        description = "Has the manager that runs, of manager.dir or of the stack, run the plugins of the development"
                + " stack: a simulated market, a strategy, and what trades for it on paper. Those that run stay.")
final class PluginsCommand implements Callable<Integer> {
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    @Mixin
    private StackBus stack = new StackBus();

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Quotes and trades a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Override
    public Integer call() {
        StopSignal stop = StopSignal.install();
        StackPlugins plugins = new StackPlugins(ManagerPlace.folder(new BusOptions().read(), stack));
        long beginNs = System.nanoTime();
        while (!plugins.isReady()) {
            if (System.nanoTime() - beginNs > PATIENCE_NS) {
                throw CommandException.failed("The manager was not ready within 60 s. Does it run?");
            }
            if (stop.await(CHECK_NS)) {
                return 1;
            }
        }
        for (StackPlugin plugin : StackPlugin.all(rate)) {
            if (!plugins.run(plugin.upToDate(), plugin.instance(), plugin.settings(), stop)) {
                return 1;
            }
            Output.out().println(plugin.instance() + " runs");
        }
        return 0;
    }
}
